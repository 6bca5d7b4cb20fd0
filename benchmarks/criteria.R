# The criteria in R's own packages, measured like the Python sides (see worker.py):
#   Rscript criteria.R versions
#   Rscript criteria.R CRITERION ROWS KS SAMPLES STARTS SEED CORES … FOLDER
# answers "ready", then to every line "go" the seconds of one run, and to "values" what it computed.
ITEMS <- 12
ITERATIONS <- 100
LONG_ENOUGH <- 0.02  # seconds that a measurement lasts at least, as in worker.py
suppressWarnings(has <- sapply(c("cluster", "fpc", "poLCA"), requireNamespace, quietly = TRUE))
arguments <- commandArgs(TRUE)
if (arguments[1] == "versions") {
  cat("R", paste(R.version$major, R.version$minor, sep = "."), "\n")
  for (name in names(has)[has]) cat(name, as.character(packageVersion(name)), "\n")
  quit()
}
criterion <- arguments[1]
rows <- as.integer(arguments[2])
ks <- as.integer(strsplit(arguments[3], ",")[[1]])
samples <- as.integer(arguments[4])
starts <- as.integer(arguments[5])
seed <- as.integer(arguments[6])
bytes <- function(name) {
  path <- file.path(arguments[length(arguments)], name)
  matrix(readBin(path, "integer", file.size(path), size = 1, signed = FALSE), rows)
}
x <- bytes("answers") + 0
labels <- bytes("types") + 1L

# The partition of the answers themselves is given, as on the other sides.
partition <- function(data, k) {
  if (identical(data, x)) return(labels[, k])
  kmeans(data, k, iter.max = ITERATIONS, nstart = starts)$cluster
}
given_or_kmeans <- function(data, k, ...) {
  if (!identical(data, x)) return(fpc::kmeansCBI(data, k = k, runs = starts))
  own <- lapply(seq_len(k), function(label) labels[, k] == label)
  list(result = NULL, nc = k, clusterlist = own, partition = labels[, k], clustermethod = "given")
}
by_k <- function(values, of = ks) setNames(as.list(values), of)

run <- switch(criterion,
  types = function() {
    totals <- sapply(ks, function(k) {
      kmeans(x, k, iter.max = ITERATIONS, nstart = starts)$tot.withinss
    })
    list(total = by_k(totals))
  },
  silhouette = function() {
    d <- dist(x)
    widths <- sapply(ks, function(k) mean(cluster::silhouette(labels[, k], d)[, "sil_width"]))
    list(overall = by_k(widths))
  },
  gap = function() {
    tab <- cluster::clusGap(
      x, function(data, k) list(cluster = partition(data, k)), max(ks), B = samples, d.power = 2,
      spaceH0 = "original", verbose = FALSE
    )$Tab
    all <- seq_len(max(ks))
    list(log_dispersion = by_k(tab[, "logW"], all), expected = by_k(tab[, "E.logW"], all))
  },
  prediction_strength = function() {
    found <- fpc::prediction.strength(
      x, min(ks), max(ks), M = samples, clustermethod = fpc::kmeansCBI, centroidname = "centers",
      runs = starts
    )
    list(mean = by_k(found$mean.pred[ks]))
  },
  jaccard = function() {
    means <- lapply(ks, function(k) {
      fpc::clusterboot(
        x, B = samples, bootmethod = "boot", clustermethod = given_or_kmeans, k = k,
        seed = seed, count = FALSE
      )$bootmean
    })
    list(mean = by_k(means))
  },
  instability = function() {
    found <- fpc::nselectboot(
      x, B = samples, clustermethod = fpc::kmeansCBI, classification = "averagedist",
      centroidname = "centers", krange = ks, runs = starts
    )
    list(mean = by_k(found$stabk[ks]))
  },
  latent_classes = function() {
    answers <- as.data.frame(x + 1)
    formula <- as.formula(paste0("cbind(", paste(names(answers), collapse = ","), ") ~ 1"))
    likelihoods <- sapply(ks, function(k) {
      poLCA::poLCA(
        formula, answers, nclass = k, nrep = starts, maxiter = 5000, verbose = FALSE,
        calc.se = FALSE
      )$llik
    })
    list(log_likelihood = by_k(likelihoods))
  }
)
needs <- c(silhouette = "cluster", gap = "cluster", types = "cluster", latent_classes = "poLCA")
if (is.null(run) || !has[[if (criterion %in% names(needs)) needs[[criterion]] else "fpc"]]) {
  cat("not there\n")
  quit()
}
numbers <- function(v) paste0("[", paste(sprintf("%.17g", v), collapse = ","), "]")
object <- function(parts) {
  paste0("{", paste0("\"", names(parts), "\":", unlist(parts), collapse = ","), "}")
}
invisible(if (criterion != "types") requireNamespace("fpc", quietly = TRUE))
options(warn = -1)
orders <- file("stdin", "r")
say <- function(line) {
  cat(line, "\n", sep = "")
  flush(stdout())
}
say("ready")
repeat {
  order <- readLines(orders, 1)
  if (length(order) == 0) break
  if (order == "go") {
    set.seed(seed)
    runs <- 0
    taken <- 0
    from <- Sys.time()
    while (taken < LONG_ENOUGH) {
      found <- run()
      runs <- runs + 1
      taken <- as.numeric(difftime(Sys.time(), from, units = "secs"))
    }
    say(sprintf("%.9f", taken / runs))
  } else {
    say(object(lapply(found, function(by_k) object(lapply(by_k, numbers)))))
  }
}
