# The same tasks by BTYD and CLVTools. Usage: Rscript with_r.R PACKAGE TASK FOLDER; prints one line of JSON.
suppressPackageStartupMessages(library(data.table))
told <- commandArgs(trailingOnly = TRUE)
peer <- told[1]; task <- told[2]; folder <- told[3]
summary_of <- fread(file.path(folder, "summary.csv"))
first_day <- as.Date("1997-01-01")

matrix_of <- function() as.matrix(summary_of[, .(x = frequency, t.x = recency, T.cal = age)])
repeaters <- function() summary_of[frequency > 0]
sales <- function() {
  bought <- fread(file.path(folder, "sales.csv"))
  bought[, .(Id = as.character(customer), Date = first_day + day, Price = amount)]
}
clv <- function(bought = sales()) CLVTools::clvdata(bought, date.format = "ymd", time.unit = "days", name.id = "Id",
                                                    name.date = "Date", name.price = "Price")
named <- function(values, letters) setNames(as.list(as.numeric(values)), letters)

prepare <- list(
  BTYD = list(
    "BG/NBD fit" = function() { cal <- matrix_of(); function() named(BTYD::bgnbd.EstimateParameters(cal), c("r", "alpha", "a", "b")) },
    "Pareto/NBD fit" = function() { cal <- matrix_of(); function() named(BTYD::pnbd.EstimateParameters(cal), c("r", "alpha", "s", "beta")) },
    "Gamma-Gamma fit" = function() { who <- repeaters(); function() named(BTYD::spend.EstimateParameters(who$spend, who$frequency), c("p", "q", "gamma")) }
  ),
  CLVTools = list(
    "sales to summary" = function() { bought <- sales(); function() list(customers = uniqueN(clv(bought)@data.transactions$Id)) },
    "BG/NBD fit" = function() { data <- clv(); function() named(coef(CLVTools::bgnbd(data, verbose = FALSE)), c("r", "alpha", "a", "b")) },
    "Pareto/NBD fit" = function() { data <- clv(); function() named(coef(CLVTools::pnbd(data, verbose = FALSE)), c("r", "alpha", "s", "beta")) },
    "Gamma-Gamma fit" = function() { data <- clv(); function() named(coef(CLVTools::gg(data, verbose = FALSE)), c("p", "q", "gamma")) }
  )
)

work <- prepare[[peer]][[task]]
if (is.null(work)) { cat("{\"missing\": true}"); quit() }
run <- work()
invisible(gc(reset = TRUE))
wall <- c(); cpu <- c()
while (length(wall) < 5 && sum(wall) < 20) {
  taken <- system.time(answer <- run())
  wall <- c(wall, taken[["elapsed"]]); cpu <- c(cpu, taken[["user.self"]] + taken[["sys.self"]])
}
fields <- paste(sprintf("\"%s\": %.10g", names(answer), unlist(answer)), collapse = ", ")
cat(sprintf("{\"wall\": %.6f, \"cpu\": %.6f, \"runs\": %d, \"memory_mb\": %.1f, \"answer\": {%s}}",
            median(wall), median(cpu), length(wall), sum(gc()[, 6]), fields))
