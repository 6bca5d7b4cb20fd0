# Two waves of the same municipalities: marginal homogeneity of square tables, and intervals and tests
# of differences of shares, independent and paired.
source("common.R")

squares <- list(
  four = matrix(c(40, 3, 5, 2, 6, 35, 4, 7, 9, 2, 30, 5, 1, 6, 8, 27), 4),
  moved = matrix(c(30, 2, 1, 12, 28, 3, 9, 11, 25), 3),
  same = matrix(c(20, 15, 12, 15, 22, 11, 12, 11, 19), 3),
  two = matrix(c(45, 21, 12, 60), 2)
)
margins <- do.call(rbind, lapply(names(squares), function(name) {
  x <- squares[[name]]
  k <- nrow(x)
  dimnames(x) <- list(before = letters[1:k], after = letters[1:k])
  test <- coin::mh_test(as.table(x))
  if (k == 2) stopifnot(all.equal(
    unname(mcnemar.test(x, correct = FALSE)$statistic), as.double(coin::statistic(test))
  ))
  data.frame(
    table = name, row = c(row(x)), column = c(col(x)), count = c(x),
    statistic = as.double(coin::statistic(test)), p = as.double(coin::pvalue(test))
  )
}))
write_full(margins, "marginal_homogeneity.csv")

# Square and add, from the Wilson limits of prop.test.
wilson <- function(x, n, level) {
  as.double(suppressWarnings(prop.test(x, n, conf.level = level, correct = FALSE))$conf.int)
}
added <- function(x1, n1, x2, n2, r, level) {
  a <- c(x1 / n1, wilson(x1, n1, level))
  b <- c(x2 / n2, wilson(x2, n2, level))
  reach <- function(u, v) sqrt(u^2 - 2 * r * u * v + v^2)
  c(b[1] - a[1] - reach(b[1] - b[2], a[3] - a[1]), b[1] - a[1] + reach(b[3] - b[1], a[1] - a[2]))
}
independent <- data.frame(
  x1 = c(48, 3, 2, 0, 0, 12, 199), n1 = c(80, 10, 7, 29, 20, 12, 412),
  x2 = c(56, 9, 6, 5, 0, 0, 150), n2 = c(70, 10, 7, 56, 10, 30, 380)
)
for (level in c(95, 90)) {
  found <- t(mapply(added, independent$x1, independent$n1, independent$x2, independent$n2, 0,
    level / 100))
  independent[paste0(c("low", "high"), level)] <- found
}
independent$p <- mapply(function(x1, n1, x2, n2) {
  suppressWarnings(prop.test(c(x1, x2), c(n1, n2), correct = FALSE))$p.value
}, independent$x1, independent$n1, independent$x2, independent$n2)
write_full(independent, "share_differences.csv")

# Pairs: yes twice, only before, only after, never; φ with Newcombe's correction.
pairs <- data.frame(
  both = c(59, 1, 14, 0, 30, 10), before = c(6, 1, 5, 12, 11, 20),
  after = c(16, 7, 0, 15, 25, 35), never = c(80, 12, 22, 3, 124, 11)
)
paired <- function(a, b, c, d) {
  n <- a + b + c + d
  product <- a * d - b * c
  if (product > 0) product <- max(product - n / 2, 0)
  phi <- product / sqrt((a + b) * (c + d) * (a + c) * (b + d))
  added(a + b, n, a + c, n, phi, 0.95)
}
pairs[c("low", "high")] <- t(do.call(mapply, c(list(paired), unname(pairs[1:4]))))
pairs$p <- mapply(function(a, b, c, d) {
  mcnemar.test(matrix(c(a, b, c, d), 2), correct = FALSE)$p.value
}, pairs$both, pairs$before, pairs$after, pairs$never)
write_full(pairs, "paired_differences.csv")
