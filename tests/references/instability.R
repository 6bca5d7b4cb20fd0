# Instability of bootstrap pairs: fpc::nselectboot with k-means (best of 20 runs), both ways of
# classifying the cases that were not drawn, and for a few of its pairs what it computes with.
library(fpc)
source("common.R")
B <- 50
RUNS <- 20
PAIRS <- 3

# One pair of nselectboot, with its intermediate results.
one_pair <- function(x, k, classification) {
  n <- nrow(x)
  drawn <- list(sample(n, n, replace = TRUE), sample(n, n, replace = TRUE))
  fits <- lapply(drawn, function(cases) kmeansCBI(x[cases, ], k = k, runs = RUNS))
  known <- lapply(1:2, function(i) {
    labels <- rep(-1, n)
    labels[drawn[[i]]] <- fits[[i]]$partition
    labels
  })
  full <- lapply(1:2, function(i) {
    classifnp(x, known[[i]], classification, centroids = fits[[i]]$result$centers)
  })
  counts <- table(full[[1]], full[[2]])
  data.frame(
    value = sum(rowSums(counts)^2 - rowSums(counts^2)) / n^2,
    drawn_1 = digits(tabulate(drawn[[1]], n)), drawn_2 = digits(tabulate(drawn[[2]], n)),
    classified_1 = digits(full[[1]]), classified_2 = digits(full[[2]])
  )
}

means <- data.frame()
pairs <- data.frame()
for (name in names_of_data) {
  x <- read(name)
  for (classification in c("averagedist", "centroid")) {
    for (k in 2:8) {
      seed <- 1000 * k
      values <- NA
      why <- message_of({
        set.seed(seed)
        values <- nselectboot(
          x, B = B, clustermethod = kmeans_or_stop, classification = classification,
          centroidname = "centers", krange = k, runs = RUNS
        )$stab[, k]
      })
      means <- rbind(means, data.frame(
        data = name, k = k, classification = classification, B = B, mean = mean(values),
        sd = sd(values), message = why
      ))
      if (why == "" && k <= 4 && name != "tied") {
        set.seed(seed)
        own <- do.call(rbind, lapply(seq_len(PAIRS), function(p) one_pair(x, k, classification)))
        stopifnot(all.equal(own$value, values[seq_len(PAIRS)], tolerance = 1e-14))
        pairs <- rbind(pairs, data.frame(
          data = name, k = k, classification = classification, pair = seq_len(PAIRS), own
        ))
      }
    }
  }
}
write_full(means, "instability.csv")
write_full(pairs, "instability_pairs.csv")
