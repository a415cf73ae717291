import GRDB

/// The tables of a results database, as migrations. A migration that was released is never edited.
///
/// Times are seconds since 1970, lead times seconds. Sums are the numbers of a statistic as Float64,
/// least significant byte first, in the order its documentation gives.
enum ResultsSchema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 results") { database in
      try database.execute(
        sql: """
          CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
          CREATE TABLE settings (position INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, value TEXT NOT NULL) STRICT;
          CREATE TABLE inputs (
            role TEXT NOT NULL, path TEXT NOT NULL, bytes INTEGER NOT NULL, modified REAL NOT NULL,
            sha256 TEXT NOT NULL, PRIMARY KEY (role, path)) STRICT;
          CREATE TABLE systems (
            position INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, baseline INTEGER NOT NULL,
            summary TEXT NOT NULL) STRICT;
          CREATE TABLE definitions (metric TEXT PRIMARY KEY, definition TEXT NOT NULL) STRICT;
          CREATE TABLE units (
            init_time INTEGER NOT NULL, lead_time INTEGER NOT NULL, identity TEXT NOT NULL,
            PRIMARY KEY (init_time, lead_time)) STRICT, WITHOUT ROWID;
          CREATE TABLE sums (
            pairing TEXT NOT NULL, variable TEXT NOT NULL, system TEXT NOT NULL, stratum TEXT NOT NULL,
            statistic TEXT NOT NULL, lead_time INTEGER NOT NULL, init_time INTEGER NOT NULL, n INTEGER NOT NULL,
            sums BLOB NOT NULL,
            PRIMARY KEY (pairing, variable, system, stratum, statistic, lead_time, init_time)) STRICT, WITHOUT ROWID;
          CREATE TABLE ledger (
            pairing TEXT NOT NULL, variable TEXT NOT NULL, system TEXT NOT NULL, lead_time INTEGER NOT NULL,
            init_time INTEGER NOT NULL, outcome TEXT NOT NULL, count INTEGER NOT NULL,
            PRIMARY KEY (pairing, variable, system, lead_time, init_time, outcome)) STRICT, WITHOUT ROWID;
          CREATE TABLE stations (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT, latitude REAL NOT NULL,
            longitude REAL NOT NULL, elevation REAL) STRICT;
          CREATE TABLE station_sums (
            pairing TEXT NOT NULL, variable TEXT NOT NULL, system TEXT NOT NULL, statistic TEXT NOT NULL,
            init_time INTEGER NOT NULL, sums BLOB NOT NULL,
            PRIMARY KEY (pairing, variable, system, statistic, init_time)) STRICT;
          """)
    }
    migrator.registerMigration("maps") { database in
      // Sums of the errors of each cell of a map over initial times, and where the cells are.
      try database.execute(
        sql: """
          CREATE TABLE map_places (
            variable TEXT PRIMARY KEY, rows INTEGER NOT NULL, columns INTEGER NOT NULL, latitudes BLOB NOT NULL,
            longitudes BLOB NOT NULL) STRICT;
          CREATE TABLE map_sums (
            variable TEXT NOT NULL, system TEXT NOT NULL, lead_time INTEGER NOT NULL, sums BLOB NOT NULL,
            PRIMARY KEY (variable, system, lead_time)) STRICT;
          """)
    }
    migrator.registerMigration("outside strata") { database in
      // Pairs that are in no stratum of a kind.
      try database.execute(
        sql: """
          CREATE TABLE outside (
            pairing TEXT NOT NULL, variable TEXT NOT NULL, system TEXT NOT NULL, family TEXT NOT NULL,
            lead_time INTEGER NOT NULL, init_time INTEGER NOT NULL, count INTEGER NOT NULL,
            PRIMARY KEY (pairing, variable, system, family, lead_time, init_time)) STRICT, WITHOUT ROWID;
          """)
    }
    migrator.registerMigration("scores of variables") { database in
      // None for results of before variables had scores of their own: each had all.
      try database.execute(
        sql: """
          CREATE TABLE variable_scores (
            variable TEXT NOT NULL, position INTEGER NOT NULL, metric TEXT NOT NULL,
            PRIMARY KEY (variable, position)) STRICT, WITHOUT ROWID;
          """)
    }
    return migrator
  }

  /// Marks the file as ours: `VFRS`.
  static let applicationID: Int32 = 0x5646_5253
}
