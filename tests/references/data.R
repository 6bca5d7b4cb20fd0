# Writes the data sets on which R and typfrage are compared: iris, 400 x 12 answers to "choose up
# to three of twelve" with four planted types, many ties, and degenerate points.
folder <- "stored"
write <- function(x, name) write.csv(x, file.path(folder, name), row.names = FALSE)

choices <- function(n, seed) {
  set.seed(seed)
  marks <- list(c(1, 2), c(3, 4), c(5, 6), c(7, 8))
  common <- c(.3, .2, .5, .4, .5, .3, .2, .3, .15, .2, .1, .1)
  one <- function(type) {
    appeal <- common
    appeal[marks[[type]]] <- 8 * appeal[marks[[type]]]
    ticked <- sample(12, sample(3, 1, prob = c(.1, .2, .7)), prob = appeal)
    as.integer(seq_len(12) %in% ticked)
  }
  type <- sample(4, n, replace = TRUE, prob = c(.35, .3, .2, .15))
  data.frame(t(sapply(type, one)), type = type)
}

write(iris[, 1:4], "iris.csv")
write(choices(400, 1), "choices.csv")
# Few values in few columns: most distances are equal to some other.
set.seed(2)
write(data.frame(matrix(sample(0:1, 60 * 3, replace = TRUE), 60)), "tied.csv")
# Two places with many cases, a case alone, and nearly everything the same in one column.
write(data.frame(a = c(rep(0, 20), rep(1, 15), 9), b = c(rep(5, 35), 6)), "degenerate.csv")
