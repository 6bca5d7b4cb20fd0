# Tests and effects that describe types: tables of counts, scales, families of tests, and a
# multinomial logit of type on structure.
source("common.R")

# Tables of counts. Whether χ² may be trusted is for typfrage to decide; all are stored.
answers <- read.csv(file.path(folder, "choices.csv"))
first <- answers$type == answers$type[1]
goals <- setdiff(names(answers), "type")[1:3]
tables <- c(
  setNames(lapply(goals, function(g) table(answers$type, answers[[g]])), paste0("types_", goals)),
  setNames(lapply(goals, function(g) table(first, answers[[g]])), paste0("rest_", goals)),
  list(
    small_2x2 = matrix(c(1, 9, 8, 4), 2),
    tied_2x2 = matrix(c(2, 10, 10, 2), 2),
    rare_2x2 = matrix(c(2, 110, 3, 297), 2),
    small_4x2 = matrix(c(0, 2, 3, 0, 114, 82, 95, 116), 4),
    tied_3x3 = matrix(c(3, 1, 1, 1, 3, 1, 1, 1, 3), 3),
    wide_3x4 = matrix(c(20, 14, 8, 12, 30, 17, 9, 21, 40, 10, 10, 31), 3)
  )
)
set.seed(1)
tests <- do.call(rbind, lapply(names(tables), function(name) {
  x <- matrix(tables[[name]], nrow(tables[[name]]))
  chi <- suppressWarnings(chisq.test(x, correct = FALSE))
  data.frame(
    table = name, statistic = unname(chi$statistic), chi_squared = chi$p.value,
    fisher = if (all(dim(x) == 2)) fisher.test(x)$p.value else NA_real_,
    monte_carlo = chisq.test(x, simulate.p.value = TRUE, B = 1e6)$p.value
  )
}))
write_full(tests, "contingency.csv")
cells <- do.call(rbind, lapply(names(tables), function(name) {
  x <- matrix(tables[[name]], nrow(tables[[name]]))
  residuals <- suppressWarnings(chisq.test(x, correct = FALSE))$stdres
  data.frame(
    table = name, row = c(row(x)), column = c(col(x)), count = c(x), residual = as.double(residuals)
  )
}))
write_full(cells, "contingency_cells.csv")

# Scales: five places with many ties, without ties, and two groups.
scale <- data.frame(
  group = rep(1:4, c(30, 25, 40, 17)), places = sample(1:5, 112, TRUE, c(5, 8, 10, 6, 3)),
  untied = round(rnorm(112), 6)
)
scale$shifted <- pmin(5, scale$places + (scale$group == 2))
write_full(scale, "scales.csv")
ranks <- do.call(rbind, lapply(c("places", "shifted", "untied"), function(name) {
  each <- list(all = factor(scale$group), first = factor(scale$group == 1))
  do.call(rbind, lapply(names(each), function(groups) {
    found <- kruskal.test(scale[[name]], each[[groups]])
    data.frame(
      values = name, groups = groups, statistic = unname(found$statistic), p = found$p.value
    )
  }))
}))
write_full(ranks, "kruskal.csv")

p <- c(0.03, 0.001, NA, 0.04, 0.03, 0.8, 0.012, 1, 0, 0.0499, NA, 0.25)
write_full(
  data.frame(p, holm = p.adjust(p, "holm"), fdr_bh = p.adjust(p, "BH")), "adjusted.csv"
)

# Structure: a number, yes and no, a question with three levels.
n <- 412
structure <- data.frame(
  size = round(rnorm(n, 10, 1.4), 3), east = rbinom(n, 1, 0.25),
  kind = sample(c("a", "b", "c"), n, TRUE, c(0.6, 0.15, 0.25))
)
utility <- cbind(
  0, 0.5 * (structure$size - 10), 0.8 * structure$east - 0.2,
  0.3 - 0.4 * (structure$size - 10) + 0.9 * (structure$kind == "b")
) - log(-log(matrix(runif(n * 4), n)))
structure$type <- max.col(utility)
write_full(structure, "structure.csv")

fit <- nnet::multinom(type ~ size + east + kind, structure,
  trace = FALSE, maxit = 10000, reltol = 1e-15, abstol = 1e-15, Hess = TRUE
)
coefficients <- coef(fit)
covariance <- vcov(fit)
design <- function(data) cbind(1, data$size, data$east, data$kind == "b", data$kind == "c")
probabilities <- function(b, data) {
  e <- exp(cbind(0, design(data) %*% t(matrix(b, 3, byrow = TRUE))))
  e / rowSums(e)
}
changed <- function(name, value) { data <- structure; data[[name]] <- value; data }
step <- 1e-4
effects <- function(b) {
  mean_of <- function(data) colMeans(probabilities(b, data))
  rbind(
    size = (mean_of(changed("size", structure$size + step)) -
      mean_of(changed("size", structure$size - step))) / (2 * step),
    east = mean_of(changed("east", 1)) - mean_of(changed("east", 0)),
    "kind=b" = mean_of(changed("kind", "b")) - mean_of(changed("kind", "a")),
    "kind=c" = mean_of(changed("kind", "c")) - mean_of(changed("kind", "a"))
  )
}
b <- c(t(coefficients))
stopifnot(max(abs(probabilities(b, structure) - fitted(fit))) < 1e-10)
gradient <- sapply(seq_along(b), function(i) {
  h <- replace(numeric(length(b)), i, step)
  c(effects(b + h) - effects(b - h)) / (2 * step)
})
found <- effects(b)
write_full(
  data.frame(
    predictor = rownames(found)[row(found)], type = c(col(found)), effect = c(found),
    error = sqrt(diag(gradient %*% covariance %*% t(gradient)))
  ), "structure_effects.csv"
)
constant <- nnet::multinom(type ~ 1, structure, trace = FALSE, reltol = 1e-15, abstol = 1e-15)
statistic <- 2 * as.double(logLik(fit) - logLik(constant))
write_full(
  data.frame(
    log_likelihood = as.double(logLik(fit)), constant_only = as.double(logLik(constant)),
    lr_statistic = statistic, lr_p = pchisq(statistic, 12, lower.tail = FALSE)
  ), "structure_fit.csv"
)
write_full(
  data.frame(
    type = as.integer(rownames(coefficients)[row(coefficients)]),
    term = colnames(coefficients)[col(coefficients)], coefficient = c(coefficients),
    probability = colMeans(fitted(fit))[-1][row(coefficients)]
  ), "structure_coefficients.csv"
)
