CREATE TEMPORARY TABLE dead_letters (
  `time` TIMESTAMP_LTZ(3),
  bucket STRING,
  line STRING,
  category STRING,
  status INT,
  reason STRING
) WITH (
  'connector' = 'filesystem',
  'path' = 's3://my-bucket/dead-letters',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601'
);
