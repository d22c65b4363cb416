-- What the finish program measured: tuned and default configuration on the sealed test.

create table finish_metrics as
select item.key as metric, try_cast(item.atom as double) as value
from documents as document, json_each(document.body) as item
where document.kind = 'finish' and item.type in ('DOUBLE', 'BIGINT', 'UBIGINT')
  and isfinite(try_cast(item.atom as double));

-- Metrics with a value for both configurations: `tuned_x` and `default_x`, with `tuned_x_se` and `default_x_se`
-- as their standard errors. The difference's standard error takes the two as independent.
create view finish_comparison as
select
  substr(tuned.metric, 7) as metric,
  tuned.value as tuned,
  tuned_se.value as tuned_se,
  base.value as "default",
  base_se.value as default_se,
  tuned.value - base.value as difference,
  sqrt(tuned_se.value ** 2 + base_se.value ** 2) as difference_se
from finish_metrics as tuned
join finish_metrics as base on base.metric = concat('default_', substr(tuned.metric, 7))
left join finish_metrics as tuned_se on tuned_se.metric = concat(tuned.metric, '_se')
left join finish_metrics as base_se on base_se.metric = concat(base.metric, '_se')
where tuned.metric like 'tuned\_%' escape '\'
  and not (tuned.metric like '%\_se' escape '\'
    and left(tuned.metric, -3) in (select metric from finish_metrics))
order by 1;

-- Everything else that the finish program reported.
create view finish_other as
select metric, value from finish_metrics
where metric not in (
  select unnest([concat('tuned_', metric), concat('tuned_', metric, '_se'),
                 concat('default_', metric), concat('default_', metric, '_se')]) from finish_comparison)
order by metric;
