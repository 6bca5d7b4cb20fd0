# Gap statistic: cluster::clusGap with both reference spaces and both powers on R's own partitions,
# the k that maxSE chooses with every largest k, and one reference set with all that is computed
# from it. Reference sets are clustered by the best of 50 starts of kmeans (Hartigan-Wong).
library(cluster)
source("common.R")
B <- 100
STARTS <- 50

# The data themselves have the stored partitions; this takes nothing from the random numbers.
clustering <- function(data, by_k) {
  function(x, k) {
    if (identical(x, data)) return(list(cluster = by_k[[k]]))
    kmeans(x, k, iter.max = 100, nstart = STARTS)
  }
}
log_w <- function(x, labels, power) {
  log(sum(sapply(split(seq_len(nrow(x)), labels), function(rows) {
    sum(dist(x[rows, , drop = FALSE])^power) / length(rows)
  })) / 2)
}

gaps <- data.frame()
for (name in names_of_data) {
  x <- read(name)
  by_k <- partitions(name)
  for (reference in c("original", "scaledPCA")) {
    for (power in 1:2) {
      set.seed(1)
      tab <- clusGap(
        x, clustering(x, by_k), length(by_k), B = B, d.power = power, spaceH0 = reference,
        verbose = FALSE
      )$Tab
      K <- nrow(tab)
      gaps <- rbind(gaps, data.frame(
        data = name, reference = reference, power = power, k = seq_len(K), B = B,
        log_w = tab[, "logW"], e_log_w = tab[, "E.logW"], gap = tab[, "gap"],
        se_sim = tab[, "SE.sim"],
        chosen = sapply(seq_len(K), function(k) {
          maxSE(tab[seq_len(k), "gap"], tab[seq_len(k), "SE.sim"], "Tibs2001SEmax")
        })
      ))
    }
  }
}
write_full(gaps, "gap.csv")

# One reference set of iris in each space, from the same uniform numbers: with B = 1 clusGap's
# expected values are those of this set.
x <- read("iris")
n <- nrow(x)
by_k <- partitions("iris")
cases <- data.frame(case = seq_len(n))
values <- data.frame()
for (reference in c("original", "scaledPCA")) {
  set.seed(2)
  centred <- scale(x, scale = FALSE)
  axes <- if (reference == "scaledPCA") svd(centred, nu = 0)$v else diag(ncol(x))
  ranges <- apply(centred %*% axes, 2, range)
  uniform <- matrix(runif(length(x)), n)
  drawn <- sweep(sweep(uniform, 2, ranges[2, ] - ranges[1, ], "*"), 2, ranges[1, ], "+")
  drawn <- sweep(drawn %*% t(axes), 2, colMeans(x), "+")
  for (k in 1:4) {
    labels <- if (k == 1) rep(1, n) else kmeans(drawn, k, iter.max = 100, nstart = STARTS)$cluster
    if (k > 1) cases[paste0(reference, "_k", k)] <- as.integer(labels)
    values <- rbind(values, data.frame(
      reference = reference, k = k, log_w_1 = log_w(drawn, labels, 1),
      log_w_2 = log_w(drawn, labels, 2)
    ))
  }
  for (power in 1:2) {
    set.seed(2)
    tab <- clusGap(
      x, clustering(x, by_k), 4, B = 1, d.power = power, spaceH0 = reference, verbose = FALSE
    )$Tab
    own <- values[values$reference == reference, paste0("log_w_", power)]
    stopifnot(all.equal(unname(tab[, "E.logW"]), own, tolerance = 1e-12))
  }
  if (reference == "original") cases[paste0("uniform_", seq_len(ncol(x)))] <- uniform
  cases[paste0(reference, "_", seq_len(ncol(x)))] <- drawn
}
write_full(cases, "gap_reference_cases.csv")
write_full(values, "gap_reference.csv")
