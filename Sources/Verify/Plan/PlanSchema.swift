import Foundation

/// The JSON Schemas of evaluation and event files, for editors.
public enum PlanSchema {
  /// The schema as text that ends in a line feed; the same bytes every time.
  public static func text() throws -> String {
    try text(of: object(PlanDescription.evaluation), title: "An evaluation of forecasts")
  }

  /// The schema of an event file.
  public static func eventText() throws -> String {
    // A file is of a cyclone where its hazard says so; editors then complete its own keys.
    let isCyclone: [String: Any] = [
      "properties": ["hazard": ["const": CyclonePlan.hazard]], "required": ["hazard"],
    ]
    return try text(
      of: ["if": isCyclone, "then": object(PlanDescription.cyclone), "else": object(PlanDescription.event)],
      title: "An extreme event and the forecasts of it")
  }

  private static func text(of schema: [String: Any], title: String) throws -> String {
    var root = schema
    root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    root["title"] = title
    let data = try JSONSerialization.data(
      withJSONObject: root, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  private static func object(_ keys: [PlanKey]) -> [String: Any] {
    var properties: [String: Any] = [:]
    for key in keys {
      var schema = PlanSchema.schema(key.shape)
      schema["description"] = key.summary
      properties[key.name] = schema
    }
    return [
      "type": "object", "properties": properties, "required": keys.filter(\.isRequired).map(\.name),
      "additionalProperties": false,
    ]
  }

  private static func schema(_ shape: PlanShape) -> [String: Any] {
    switch shape {
    case .text: ["type": ["string", "number"]]
    case .number: ["type": "number"]
    case .flag: ["type": "boolean"]
    case .path, .variable, .unit: ["type": "string"]
    case .time: ["type": "string", "pattern": "^[0-9]{4}-?[0-9]{2}-?[0-9]{2}.*$"]
    case .span: ["type": ["string", "integer"], "pattern": "^-?[0-9]+ ?[a-z]*$"]
    case .leadTimes:
      ["type": ["string", "integer"], "pattern": "^[0-9]+ ?[a-z]*( *\\.\\. *[0-9]+ ?[a-z]* +by +[0-9]+ ?[a-z]*)?$"]
    case .leadBand: ["type": "string", "pattern": "^[0-9]+ ?[a-z]* *\\.\\. *[0-9]+ ?[a-z]*$"]
    case .choice(let names): ["enum": names]
    case .list(let item):
      ["anyOf": [["type": "array", "items": schema(item), "minItems": 1] as [String: Any], schema(item)]]
    case .section(let keys): object(keys)
    case .named(let item): ["type": "object", "additionalProperties": schema(item)]
    case .either(let shapes): ["anyOf": shapes.map(schema)]
    }
  }
}
