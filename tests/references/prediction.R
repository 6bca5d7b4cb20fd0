# Prediction strength: fpc::prediction.strength with k-means (best of 20 runs), and for a few of its
# splits the halves, the partitions and the value that it computes from them.
library(fpc)
source("common.R")
M <- 50
RUNS <- 20
SPLITS <- 5

# One split of prediction.strength, with its intermediate results.
one_split <- function(x, k) {
  n <- nrow(x)
  order <- sample(n, n)
  half <- rep(2L, n)
  half[order[seq_len(floor(n / 2))]] <- 1L
  partition <- predicted <- integer(n)
  fits <- list()
  indices <- list(order[seq_len(floor(n / 2))], order[(floor(n / 2) + 1):n])
  for (i in 1:2) {
    fits[[i]] <- kmeansCBI(x[indices[[i]], ], k, runs = RUNS)
    partition[indices[[i]]] <- fits[[i]]$partition
    known <- rep(-1, n)
    known[indices[[i]]] <- fits[[i]]$partition
    other <- indices[[3 - i]]
    predicted[other] <- classifnp(x, known, "centroid", centroids = fits[[i]]$result$centers)[other]
  }
  smallest <- sapply(1:2, function(i) {
    own <- indices[[i]]
    counts <- fpc:::xtable(partition[own], predicted[own], k)
    size <- rowSums(counts)
    min(ifelse(size > 1, rowSums(counts^2 - counts) / (size * (size - 1)), 1))
  })
  data.frame(
    value = mean(smallest), half = digits(half), partition = digits(partition),
    predicted = digits(predicted)
  )
}

means <- data.frame()
splits <- data.frame()
for (name in names_of_data) {
  x <- read(name)
  for (k in 2:8) {
    seed <- 100 * k
    values <- NA
    why <- message_of({
      set.seed(seed)
      values <- prediction.strength(
        x, k, k, M = M, clustermethod = kmeans_or_stop, centroidname = "centers", runs = RUNS
      )$predcorr[[k]]
    })
    means <- rbind(means, data.frame(
      data = name, k = k, M = M, mean = mean(values), sd = sd(values), message = why
    ))
    if (why == "" && k <= 4) {
      set.seed(seed)
      own <- do.call(rbind, lapply(seq_len(SPLITS), function(split) one_split(x, k)))
      stopifnot(all.equal(own$value, values[seq_len(SPLITS)], tolerance = 1e-14))
      splits <- rbind(splits, data.frame(data = name, k = k, split = seq_len(SPLITS), own))
    }
  }
}
write_full(means, "prediction.csv")
write_full(splits, "prediction_splits.csv")
