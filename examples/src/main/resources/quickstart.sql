-- The PRIMARY KEY says what identifies a point: its time and its tags. All else are fields.
CREATE TABLE cpu (
  `time` TIMESTAMP_LTZ(9) NOT NULL,
  host STRING NOT NULL,
  `usage` DOUBLE,
  PRIMARY KEY (`time`, host) NOT ENFORCED
) WITH (
  'connector' = 'influxdb',
  'url' = 'http://localhost:8086',
  'org' = 'my-org',
  'token' = 'my-token',
  'bucket' = 'metrics'
);

-- A table over another measurement of the same bucket.
CREATE TABLE cpu_by_minute WITH ('measurement' = 'cpu_by_minute') LIKE cpu;

-- Down-sample: read history, average each minute, write it back.
INSERT INTO cpu_by_minute
SELECT FLOOR(`time` TO MINUTE), host, AVG(`usage`)
FROM cpu
GROUP BY FLOOR(`time` TO MINUTE), host;

SELECT host, COUNT(*) AS minutes, MAX(`usage`) AS peak
FROM cpu_by_minute
GROUP BY host;
