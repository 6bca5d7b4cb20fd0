# Raking: survey::rake to two margins, the same weights up to a cap by survey::calibrate (truncated
# exponential), and survey::svymean of a tick and a scale with the raked weights, overall and by
# group. Land "e" of the population has no case; some answers are missing.
suppressMessages(library(survey))
source("common.R")
N <- 300
CAP <- 5
EXACT <- 1e-12

set.seed(11)
size <- sample(1:5, N, replace = TRUE, prob = c(2, 4, 7, 5, 3))
west <- runif(N) < 0.3 + 0.05 * size
land <- ifelse(west, sample(c("a", "b"), N, TRUE), sample(c("c", "d"), N, TRUE))
group <- sample(c("x", "y", "z"), N, replace = TRUE)
tick <- rbinom(N, 1, plogis(-1 + 0.4 * size))
scale <- pmin(5, pmax(1, round(rnorm(N, 2 + size / 3))))
tick[sample(N, 20)] <- NA
scale[sample(N, 30)] <- NA
cases <- data.frame(
  land, size = paste0("s", size), group, tick = as.integer(tick), scale = as.integer(scale)
)
land_counts <- data.frame(land = c("a", "b", "c", "d", "e"), Freq = c(900, 2500, 1400, 1600, 300))
size_counts <- data.frame(size = paste0("s", 1:5), Freq = c(100, 400, 900, 1900, 3400))

# rake wants the same total in all margins; scaled to the cases, weights have mean 1.
to_cases <- function(counts) transform(counts, Freq = Freq / sum(Freq) * N)
lands <- to_cases(subset(land_counts, land != "e"))
sizes <- to_cases(size_counts)
equal <- svydesign(ids = ~1, weights = rep(1, N), data = cases)
raked <- rake(
  equal, list(~land, ~size), list(lands, sizes), control = list(maxit = 1000, epsilon = EXACT)
)
totals <- c(N, lands$Freq[-1], sizes$Freq[-1])
names(totals) <- c("(Intercept)", paste0("land", lands$land[-1]), paste0("size", sizes$size[-1]))
# With the lower bound 0, survey 4.1 takes the slope for 0 where the weight is below exp(-1).
capped <- calibrate(
  equal, ~ land + size, totals, calfun = "raking", bounds = c(-Inf, CAP), maxit = 1000,
  epsilon = EXACT
)
cases$raked <- weights(raked)
cases$capped <- weights(capped)
stopifnot(max(cases$raked) > CAP, max(cases$capped) <= CAP, abs(mean(cases$capped) - 1) < 1e-10)
write_full(cases, "raking.csv")
write_full(rbind(
  data.frame(margin = "land", category = land_counts$land, population = land_counts$Freq),
  data.frame(margin = "size", category = size_counts$size, population = size_counts$Freq)
), "raking_margins.csv")

means <- data.frame()
for (item in c("tick", "scale")) {
  for (name in c("overall", "x", "y", "z")) {
    own <- if (name == "overall") raked else subset(raked, group == name)
    found <- svymean(as.formula(paste0("~", item)), own, na.rm = TRUE)
    means <- rbind(means, data.frame(item, group = name, mean = as.numeric(coef(found))))
  }
}
write_full(means, "raking_means.csv")
