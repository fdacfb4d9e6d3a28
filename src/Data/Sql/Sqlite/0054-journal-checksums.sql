-- How the samples lie in data: 0 without checksums, as before this script; 1 with one behind each (TelemetryBlock).
ALTER TABLE telemetry_batch ADD COLUMN format INTEGER NOT NULL DEFAULT 0;
