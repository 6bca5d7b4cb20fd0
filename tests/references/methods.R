# PAM (cluster::pam) and Ward (hclust, "ward.D2") on the cases themselves, and untied.csv: the
# patterns of choices.csv with their frequencies, each moved a little, so that nothing is tied.
library(cluster)
source("common.R")
PERMUTATIONS <- 50

sorted <- function(x) x[do.call(order, as.data.frame(x)), , drop = FALSE]
key <- function(x) apply(x, 1, paste, collapse = " ")
untied <- local({
  x <- sorted(read("choices"))
  weight <- as.integer(table(factor(key(x), unique(key(x)))))
  set.seed(5)
  moved <- unique(x) + round(rnorm(length(unique(x)), sd = .05), 6)
  frame <- data.frame(moved, weight = weight)
  frame[do.call(order, frame), ]
})
write.csv(untied, file.path(folder, "untied.csv"), row.names = FALSE, quote = FALSE)
cases_of <- function(name) {
  if (name != "untied") return(sorted(read(name)))
  as.matrix(untied[rep(seq_len(nrow(untied)), untied$weight), colnames(untied) != "weight"])
}

# pam's choice among equals depends on the order of cases: the last in BUILD, the first in SWAP. On
# reversed, then on sorted cases it takes the first both times. The distances are whole numbers
# wherever equal ones are to be equal in the last bit too; scale brings them back.
distances <- function(x, metric) {
  p <- ncol(x)
  switch(metric,
    euclidean = list(d = as.matrix(dist(x)), scale = 1),
    # BUILD starts from 1.1 times the largest distance: with tens that is a whole number as well.
    simple_matching = list(d = 10 * as.matrix(dist(x, "manhattan")), scale = 10 * p),
    jaccard = list(d = round(600 * as.matrix(dist(x, "binary"))), scale = 600)
  )
}
first_of_equals <- function(d, k) {
  n <- nrow(d)
  built <- pam(as.dist(d[n:1, n:1]), k, diss = TRUE, do.swap = FALSE)
  pam(as.dist(d), k, diss = TRUE, medoids = sort(n + 1 - built$id.med))
}

found <- data.frame()
for (metric in c("euclidean", "simple_matching", "jaccard")) {
  sets <- if (metric == "euclidean") c("iris", "degenerate", "untied") else c("choices", "tied")
  for (name in sets) {
    x <- cases_of(name)
    own <- distances(x, metric)
    pattern <- match(key(x), unique(key(x)))
    first <- !duplicated(pattern)
    for (k in 1:min(8, sum(first))) {
      fit <- if (k < nrow(x)) first_of_equals(own$d, k)
      found <- rbind(found, data.frame(
        data = name, metric = metric, k = k,
        objective = unname(fit$objective["swap"]) * nrow(x) / own$scale,
        build = unname(fit$objective["build"]) * nrow(x) / own$scale,
        medoids = paste(pattern[fit$id.med], collapse = " "),
        clustering = digits(fit$clustering[first])
      ))
    }
  }
}
write_full(found, "pam.csv")

# Where merges cost the same, hclust's choice depends on the order of cases: lowest and highest tell
# how far the total of a cut goes when the cases are shuffled.
total_of_cut <- function(x, tree, k) {
  sum(sapply(split(as.data.frame(x), cutree(tree, k)), function(cases) {
    sum(scale(as.matrix(cases), scale = FALSE)^2)
  }))
}
set.seed(6)
cuts <- data.frame()
heights <- data.frame()
for (name in c(names_of_data, "untied")) {
  x <- cases_of(name)
  m <- nrow(unique(x))
  tree <- hclust(dist(x), "ward.D2")
  numbers <- 2:min(8, m)
  totals <- sapply(numbers, function(k) total_of_cut(x, tree, k))
  shuffled <- replicate(if (name == "untied") 1 else PERMUTATIONS, {
    y <- x[sample(nrow(x)), ]
    other <- hclust(dist(y), "ward.D2")
    sapply(numbers, function(k) total_of_cut(y, other, k))
  })
  shuffled <- matrix(cbind(totals, shuffled), nrow = length(numbers))
  cuts <- rbind(cuts, data.frame(
    data = name, k = numbers, total_within_ss = totals,
    lowest = apply(shuffled, 1, min), highest = apply(shuffled, 1, max),
    clustering = sapply(numbers, function(k) digits(cutree(tree, k)[!duplicated(key(x))]))
  ))
  # The merges of equal cases come first, at height zero.
  heights <- rbind(heights, data.frame(
    data = name, merge = seq_len(m - 1), height = tail(tree$height, m - 1)
  ))
}
write_full(cuts, "ward.csv")
write_full(heights, "ward_heights.csv")
