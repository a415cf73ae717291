import Fields
import Inference
import Metrics

/// The keys of an evaluation file: what they are called, what they take, what they mean.
enum PlanDescription {
  static let evaluation: [PlanKey] = [
    PlanKey("title", .text, "What the report is called; the file's name where it is absent."),
    PlanKey("forecasts", .list(.section(forecast)), required: true, "The systems to be scored, each with its files."),
    PlanKey(
      "observations", .section(observations),
      "Reports of stations that the forecasts are scored against; or give 'analysis'."),
    PlanKey(
      "analysis", .section(analysis),
      "Fields that the forecasts are scored against, cell by cell on one grid; or give 'observations'."),
    PlanKey("variables", .list(.variable), required: true, "What is scored: t2m, ws10m, tp24h, msl."),
    PlanKey(
      "lead-times", .either([.choice(["all"]), .list(.leadTimes)]),
      "Which lead times: a list, ranges such as 0h..48h by 6h, or all (default)."),
    PlanKey(
      "initial-times", .either([.choice(["all"]), .section(initialTimes)]),
      "Which initial times: bounds and hours, or all (default)."),
    PlanKey("matching", .section(matching), "How forecasts and observations are brought together."),
    PlanKey("strata", .section(strata), "Parts of the stations that are scored for themselves, beside all of them."),
    PlanKey(
      "scores", .list(.text),
      "Which scores: their identities, as `verify scores --list` has them, with a parameter where they have one, as in "
        + "pod(>=10 m/s); or groups of them: \(ScoreGroup.summary) (default default)."),
    PlanKey(
      "thresholds", .named(.list(.text)),
      "What is an event, by variable, for scores of events: {ws10m: [\">= 10 m/s\", \">= q0.95\"]}, with q the "
        + "quantile of the climatology, and rp5y for what it passes once in 5 years."),
    PlanKey(
      "tolerance", .section(tolerance),
      "How near in time and place an event counts, for pod_nearby, far_ratio_nearby and csi_nearby."),
    PlanKey(
      "scales", .list(.text),
      "How wide the neighbourhoods are in which fss and fss_whole look for events: [25km, 100km], or an odd number of "
        + "cells, [5 cells]; with 'analysis'."),
    PlanKey(
      "climatology", .list(.path),
      "Files made by `verify climatology build`, for scores of anomalies and thresholds that are climatological."),
    PlanKey("significance", .section(significance), "How the limits and p-values of scores and differences are made."),
  ]

  static let forecast: [PlanKey] = [
    PlanKey("name", .text, required: true, "The name under which its scores are reported."),
    PlanKey(
      "files", .list(.path),
      "Files, folders (every file in them) or patterns, relative to the evaluation file."),
    PlanKey(
      "members", .list(.path),
      "Instead of files, for an ensemble whose members have files of their own: one path or pattern a member."),
    PlanKey(
      "climatology", .either([.flag, .list(.path)]),
      "Instead of files, the climatological mean as a forecast: true for the evaluation's, or its files."),
    PlanKey(
      "persistence", .flag, "Instead of files, the observation at the initial time as a forecast, with true."),
    PlanKey(
      "command", .list(.text),
      "Instead of files, a program that writes GRIB messages or NetCDF files to its standard output, started once for each initial time: "
        + "a line for the shell, or a list of the program and its arguments; {initial_time} and {lead_times} are filled in."
    ),
    PlanKey(
      "initial-times", .either([.section(madeInitialTimes), .list(.time)]),
      "For a command: the initial times that it is started for."),
    PlanKey(
      "lead-times", .list(.leadTimes), "For a command: the lead times that it writes, as in 6h..48h by 6h."),
    PlanKey(
      "variables", .list(.variable), "For a command: those that it is asked for (default all that is scored)."),
    PlanKey(
      "timeout", .span, "For a command: how long it may write nothing while a state is due (default 10min)."),
    PlanKey(
      "working-directory", .text, "For a command: where it is started (default the folder of the evaluation file)."),
    PlanKey(
      "model", .path,
      "Instead of files, the folder of a model (docs/inference.md) that makes the forecasts while they are scored."),
    PlanKey(
      "initial", .list(.path),
      "For a model: files with its initial states, one forecast from each time at which all channels are held."),
    PlanKey(
      "memory-limit", .text, "For a model: the most memory that a step may take, as 8GiB (default the machine's)."),
    PlanKey(
      "attention", .choice(FengWuConfiguration.AttentionKind.allCases.map(\.rawValue)),
      "For a model: how its high-resolution blocks attend, or those without a window of a model that has none (default "
        + "what the model says)."),
    PlanKey("baseline", .flag, "Whether the others are compared with it; the first is where none is marked."),
    PlanKey("column", .text, "The column or model to take from a table that holds several."),
    PlanKey("variable", .variable, "The variable of a table that names none."),
    PlanKey("units", .named(.unit), "Units by variable, for files that state none or a wrong one: {t2m: K}."),
    PlanKey("init-time", .time, "The initial time of files that state none."),
    PlanKey("orography", .path, "A file with the height of the model's ground, for the height correction."),
    PlanKey("land-mask", .path, "A file with the fraction of land, for nearest-land interpolation."),
    PlanKey("height-corrected", .flag, "Whether its temperatures are corrected for height already (default false)."),
  ]

  static let madeInitialTimes: [PlanKey] = [
    PlanKey("from", .time, required: true, "The first initial time."),
    PlanKey("to", .time, required: true, "The last, itself included where a step ends on it."),
    PlanKey("step", .span, required: true, "From one to the next, as in 12h."),
  ]

  static let observations: [PlanKey] = [
    PlanKey("database", .path, "A database made by `verify observations import`."),
    PlanKey("files", .list(.path), "Observation files, imported for this evaluation alone."),
    PlanKey(
      "analysis", .list(.path),
      "Files of an analysis instead of observations: every cell of its grid counts as a station, all with one weight."),
    PlanKey("format", .text, "The format of the files; recognised by their content where it is absent."),
    PlanKey("station-list", .path, "A list of stations with positions, for reports that carry none."),
    PlanKey("columns", .text, "Which column of a table holds what: station=STN,time=date,t2m=temp:degC."),
    PlanKey(
      "stations", .either([.list(.text), .section([PlanKey("file", .path, required: true, stationFile)])]),
      "The stations to use, by identifier, or a file that lists them; all where it is absent."),
  ]

  static let analysis: [PlanKey] = [
    PlanKey("files", .list(.path), required: true, "Files of the analysis, each field valid at its own time."),
    PlanKey(
      "regrid", .choice(Regridding.Method.allCases.map(\.rawValue)),
      "How fields are taken to the grid of the comparison (default conservative)."),
    PlanKey(
      "grid", .either([.choice(["coarser", "forecast", "analysis"]), .number, .text]),
      "The grid of the comparison: the coarser of forecast and analysis (default), one of the two, or a global grid: 0.25, 721x1440, F320."
    ),
    PlanKey(
      "weights", .choice(PlannedAnalysis.Weights.allCases.map(\.rawValue)),
      "What cells weigh: their area (default), the cosine of their latitude, or none."),
    PlanKey("maps", .section(maps), "Which maps of errors are kept, for `verify maps`; none where it is absent."),
  ]

  static let maps: [PlanKey] = [
    PlanKey("lead-times", .list(.leadTimes), required: true, "The lead times that have maps: [24h, 120h]."),
    PlanKey(
      "block", .number,
      "Cells a side of the squares that make a cell of the map (default: the fewest that make 720 columns or less)."),
  ]

  static let tolerance: [PlanKey] = [
    PlanKey("time", .span, "How far a lead time may be from the pair's own, itself included (default 0h)."),
    PlanKey("distance", .text, "How far a station may be from the pair's own: 50km or 500m (default 0km)."),
  ]

  static let initialTimes: [PlanKey] = [
    PlanKey("from", .time, "The first initial time."),
    PlanKey("to", .time, "The last initial time, itself included; a date alone is 00 UTC of that day."),
    PlanKey("hours", .list(.number), "Hours of the day in UTC: [0, 12]."),
  ]

  static let matching: [PlanKey] = [
    PlanKey(
      "interpolation", .choice(Matching.Method.allCases.map(\.rawValue)),
      "How a field's value at a station is taken from its cells (default bilinear)."),
    PlanKey(
      "time-tolerance", .span,
      "How far a report's time may be from the valid time, itself included; the nearest report is used (default 0min)."),
    PlanKey(
      "height-correction", .either([.choice(["none"]), .section(heightCorrection)]),
      "Correction of 2 m temperature for the difference in height of station and model (default none)."),
    PlanKey(
      "pairs", .choice(Matching.Pairing.allCases.map(\.rawValue)),
      "Which pairs scores are shown of: common to all systems (default), or all of each. Both are kept."),
    PlanKey(
      "quality", .list(.choice(Matching.qualityNames)),
      "Which quality flags are used (default [good, unchecked])."),
    PlanKey("sources", .list(.text), "Sources of observations, the preferred first, where a station has several."),
    PlanKey(
      "station-distance", .number,
      "How far in metres a station of a forecast table may be from the observing one of its name (default 5000)."),
  ]

  static let heightCorrection: [PlanKey] = [
    PlanKey("lapse-rate", .number, "Kelvin a metre (default 0.0065)."),
    PlanKey(
      "scored", .choice(HeightCorrection.Scored.allCases.map(\.rawValue)),
      "The raw forecast, the corrected one, or both (default): then the corrected one is NAME+height."),
  ]

  static let significance: [PlanKey] = [
    PlanKey(
      "method", .choice(SignificanceMethod.all.map(\.id)),
      "How far initial times depend on one another (default automatic: t_ar_corrected where 10 or more stand on equal "
        + "steps, else t_independent)."),
    PlanKey(
      "multiplicity", .choice(Multiplicity.allCases.map(\.rawValue)),
      "How the p-values of all differences of a score are adjusted (default benjamini_hochberg)."),
    PlanKey("horizon", .number, "For dm_hln: steps between initial times (default the lead time)."),
    PlanKey("lags", .number, "For hac_newey_west: how many lags (default 4 (n/100)^(2/9))."),
    PlanKey(
      "block-length", .number,
      "For bootstrap_stationary: the mean length of a block in initial times (default chosen from the differences)."),
    PlanKey("resamples", .number, "For bootstrap_stationary: how many (default 1000)."),
    PlanKey("seed", .number, "For bootstrap_stationary: what the resamples are drawn from (default 1)."),
  ]

  static let stationFile = "A text file with one station identifier a line; # begins a remark."
}
