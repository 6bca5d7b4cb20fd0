# Total sums of squares and Calinski-Harabasz (fpc::calinhara) of R's own k-means partitions, and
# the adjusted Rand index (mclust) of every pair of them and of the planted types.
library(fpc)
suppressMessages(library(mclust))
source("common.R")

dispersion <- data.frame()
agreement <- data.frame()
for (name in names_of_data) {
  x <- read(name)
  by_k <- partitions(name)
  for (k in 2:length(by_k)) {
    within <- sum(sapply(split(as.data.frame(x), by_k[[k]]), function(rows) {
      sum(scale(rows, scale = FALSE)^2)
    }))
    dispersion <- rbind(dispersion, data.frame(
      data = name, k = k, total_ss = sum(scale(x, scale = FALSE)^2), total_within_ss = within,
      calinski_harabasz = calinhara(x, by_k[[k]])
    ))
  }
  named <- setNames(by_k, seq_along(by_k))
  if (name == "choices") named$type <- read.csv(file.path(folder, "choices.csv"))$type
  for (pair in combn(names(named), 2, simplify = FALSE)) {
    agreement <- rbind(agreement, data.frame(
      data = name, first = pair[1], second = pair[2],
      agreement = adjustedRandIndex(named[[pair[1]]], named[[pair[2]]])
    ))
  }
}
write_full(dispersion, "dispersion.csv")
write_full(agreement, "agreement.csv")
