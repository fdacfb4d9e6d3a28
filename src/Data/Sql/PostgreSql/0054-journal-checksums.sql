-- CRC-32C of rig, sequence, time and payload; none in rows that were written before this script.
ALTER TABLE telemetry ADD COLUMN checksum integer;
