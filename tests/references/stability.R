# fpc::clusterboot: mean and standard deviation of the Jaccard similarity of each cluster, times
# dissolved and recovered, with repeated draws dropped (multipleboot = FALSE) and kept.
library(fpc)
folder <- "stored"
B <- 100

stability <- data.frame()
for (name in c("iris", "choices")) {
  x <- as.matrix(read.csv(file.path(folder, paste0(name, ".csv"))))
  x <- x[, colnames(x) != "type"]
  for (k in 2:4) {
    for (multiple in c(FALSE, TRUE)) {
      boot <- clusterboot(
        x, B = B, bootmethod = "boot", multipleboot = multiple, clustermethod = kmeansCBI,
        krange = k, runs = 50, seed = 1, count = FALSE
      )
      # The first case of each cluster identifies it.
      size <- as.integer(table(boot$partition))
      stability <- rbind(stability, data.frame(
        data = name, k = k, duplicates = if (multiple) "keep" else "drop", B = B,
        case = match(seq_len(k), boot$partition), size = size, total_within_ss = sprintf("%.15g", sum(boot$result$result$withinss)),
        mean = sprintf("%.15g", boot$bootmean),
        sd = sprintf("%.15g", apply(boot$bootresult, 1, sd)),
        dissolved = boot$bootbrd, recovered = boot$bootrecover
      ))
    }
  }
}
write.csv(stability, file.path(folder, "clusterboot.csv"), row.names = FALSE, quote = FALSE)
