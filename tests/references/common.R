# What the scripts share: reading the data sets, R's own partitions of them, and writing results.
folder <- "stored"
names_of_data <- c("iris", "choices", "tied", "degenerate")

read <- function(name) {
  x <- as.matrix(read.csv(file.path(folder, paste0(name, ".csv"))))
  x[, colnames(x) != "type"]
}
write_full <- function(frame, name) {
  doubles <- sapply(frame, is.double)
  frame[doubles] <- lapply(frame[doubles], function(v) sprintf("%.15g", v))
  write.csv(frame, file.path(folder, name), row.names = FALSE, quote = FALSE)
}
# The partitions that partitions.R has found and stored: a list by k, the first for k = 1.
partitions <- local({
  stored <- NULL
  function(name) {
    if (is.null(stored)) stored <<- read.csv(file.path(folder, "silhouette.csv"))
    own <- stored[stored$data == name, ]
    c(list(rep(1L, nrow(read(name)))), unname(split(own$cluster, own$k)))
  }
})
# One digit per case, after a letter that keeps readers from taking them for a number.
digits <- function(x) paste(c("c", x), collapse = "")
# kmeansCBI tries for ever where kmeans has to stop.
kmeans_or_stop <- function(data, k, ...) {
  if (nrow(unique(data)) < k) stop("fewer distinct points than k in a sample")
  fpc::kmeansCBI(data, k = k, ...)
}
message_of <- function(expression) {
  tryCatch({ expression; "" }, error = function(e) gsub("[,\n]+", " ", conditionMessage(e)))
}
