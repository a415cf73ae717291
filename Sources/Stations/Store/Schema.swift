import Fields
import GRDB

/// The tables of a database of observations, and every change they have gone through.
///
/// Identifiers are small integers; the text behind each is kept once. Observations lie in the order
/// in which the matcher asks for them: one variable, a window of valid times.
enum Schema {
  /// Marks a SQLite file as ours, in its header: the bytes `VOBS`.
  static let applicationID: Int32 = 0x564F_4253

  /// The changes in their order. Never edit one that has been published: add another.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    for (name, statements) in migrations {
      migrator.registerMigration(name) { database in try database.execute(sql: statements) }
    }
    return migrator
  }

  private static let migrations: [(name: String, sql: String)] = [
    (
      "1 observations",
      """
      PRAGMA application_id = \(applicationID);

      CREATE TABLE sources (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

      CREATE TABLE variables (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,            -- the short name, which holds level and period: tp24h
        quantity TEXT NOT NULL,               -- the CF standard name
        unit TEXT NOT NULL,
        period INTEGER NOT NULL               -- of accumulation, maximum or mean, in seconds; 0 for none
      );

      CREATE TABLE stations (id INTEGER PRIMARY KEY, identifier TEXT NOT NULL UNIQUE);

      -- Every place from which a source has had reports of a station, numbered from 0 in the order in
      -- which they became known, with the first and last valid times of those reports.
      CREATE TABLE station_history (
        id INTEGER PRIMARY KEY,
        station INTEGER NOT NULL REFERENCES stations(id),
        source INTEGER NOT NULL REFERENCES sources(id),
        place INTEGER NOT NULL,
        valid_from INTEGER NOT NULL,
        valid_through INTEGER NOT NULL,
        latitude REAL NOT NULL,
        longitude REAL NOT NULL,
        elevation REAL,
        name TEXT,
        UNIQUE (station, source, place)
      );

      CREATE VIRTUAL TABLE station_positions USING rtree(
        id, latitude_min, latitude_max, longitude_min, longitude_max, +station INTEGER
      );
      CREATE TRIGGER station_history_insert AFTER INSERT ON station_history BEGIN
        INSERT INTO station_positions VALUES
          (new.id, new.latitude, new.latitude, new.longitude, new.longitude, new.station);
      END;
      CREATE TABLE imports (
        id INTEGER PRIMARY KEY,
        file TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        byte_count INTEGER NOT NULL,
        format TEXT NOT NULL,
        source TEXT NOT NULL,
        circumstances TEXT NOT NULL,
        imported_at INTEGER NOT NULL,
        summary TEXT NOT NULL,                -- the counts by reason, as JSON
        UNIQUE (sha256, format, source, circumstances)
      );

      CREATE TABLE observations (
        variable INTEGER NOT NULL,
        valid_time INTEGER NOT NULL,          -- seconds since 1970-01-01T00:00:00Z
        station INTEGER NOT NULL,
        source INTEGER NOT NULL,
        place INTEGER NOT NULL,               -- of the station's history; 0 and 1 take no space
        value REAL NOT NULL,                  -- in the variable's unit
        quality INTEGER NOT NULL,
        import INTEGER NOT NULL,
        PRIMARY KEY (variable, valid_time, station, source)
      ) WITHOUT ROWID;

      -- Values that a later import replaced, oldest first for each key.
      CREATE TABLE superseded (
        variable INTEGER NOT NULL,
        valid_time INTEGER NOT NULL,
        station INTEGER NOT NULL,
        source INTEGER NOT NULL,
        sequence INTEGER NOT NULL,
        place INTEGER NOT NULL,
        value REAL NOT NULL,
        quality INTEGER NOT NULL,
        import INTEGER NOT NULL,
        replaced_by INTEGER NOT NULL,
        PRIMARY KEY (variable, valid_time, station, source, sequence)
      ) WITHOUT ROWID;

      -- What the checks found. `reported` is the quality that the source had given.
      CREATE TABLE flags (
        variable INTEGER NOT NULL,
        valid_time INTEGER NOT NULL,
        station INTEGER NOT NULL,
        source INTEGER NOT NULL,
        check_name TEXT NOT NULL,
        quality INTEGER NOT NULL,
        reported INTEGER NOT NULL,
        reason TEXT NOT NULL,
        PRIMARY KEY (variable, valid_time, station, source, check_name)
      ) WITHOUT ROWID;
      """
    )
  ]
}
