# Total within sums of squares (kmeans, Hartigan-Wong, many starts), silhouette widths
# (cluster::silhouette on dist) of the partitions it found, adjusted Rand index (mclust) to k = 2.
library(cluster)
library(mclust)
folder <- "stored"
read <- function(name) as.matrix(read.csv(file.path(folder, paste0(name, ".csv"))))

totals <- data.frame()
widths <- data.frame()
for (name in c("iris", "choices", "tied", "degenerate")) {
  x <- read(name)
  x <- x[, colnames(x) != "type"]
  first <- NULL
  for (k in 2:min(8, nrow(unique(x)) - (name == "tied"))) {
    set.seed(10 * k)
    fit <- kmeans(x, k, iter.max = 100, nstart = if (name == "degenerate") 50 else 2000)
    if (is.null(first)) first <- fit$cluster
    sil <- silhouette(fit$cluster, dist(x))
    totals <- rbind(totals, data.frame(
      data = name, k = k, total_within_ss = sum(fit$withinss),
      silhouette = mean(sil[, "sil_width"]),
      agreement = adjustedRandIndex(first, fit$cluster)
    ))
    widths <- rbind(widths, data.frame(
      data = name, k = k, case = seq_len(nrow(x)), cluster = fit$cluster,
      neighbour = sil[, "neighbor"], width = sil[, "sil_width"]
    ))
  }
}
full <- function(frame) {
  doubles <- sapply(frame, is.double)
  frame[doubles] <- lapply(frame[doubles], function(v) sprintf("%.15g", v))
  frame
}
write.csv(full(totals), file.path(folder, "partitions.csv"), row.names = FALSE, quote = FALSE)
write.csv(full(widths), file.path(folder, "silhouette.csv"), row.names = FALSE, quote = FALSE)
