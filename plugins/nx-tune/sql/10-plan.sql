-- What pipeline.yaml says. Everything below starts from `documents(kind, name, body)`, one row a JSON file,
-- and from the row of kind 'spec', the validated pipeline.

-- A phase and what it optimises. `sense` is 1 where larger is better and -1 where smaller is.
create table plan_phases as
select
  item.key::integer as position,
  item.value->>'name' as phase,
  item.value->>'of' as written,
  item.value->>'$.objective.metric' as metric,
  item.value->>'$.objective.direction' as direction,
  case item.value->>'$.objective.direction' when 'maximize' then 1 else -1 end as sense,
  item.value->>'artifact' as artifact,
  document.body->>'$.runtime.gate' as gate_mode,
  item.value as definition
from documents as document, json_each(document.body, '$.phases') as item
where document.kind = 'spec';

-- A phase's tiers with the number of trials that each shall have; `first` counts the trials of the tiers before.
create table plan_tiers as
select
  phase,
  tier_position,
  tier,
  trials,
  coalesce(sum(trials) over (partition by phase order by tier_position
    rows between unbounded preceding and 1 preceding), 0)::integer as first
from (
  select
    plan_phases.phase,
    item.key::integer as tier_position,
    item.value->>'tier' as tier,
    (item.value->>'trials')::integer as trials
  from plan_phases, json_each(definition, '$.tiers') as item
);

-- A phase's stages: `rungs` and `seeds` are 1 where it has no further ones. A trial shall have each rung, pruned or not,
-- and each seed, skipped or not.
create table plan_stages as
select
  phase,
  definition->>'$.halving.budget' as budget,
  definition->'$.halving.rungs' as budgets,
  coalesce(json_array_length(definition, '$.halving.rungs'), 1)::integer as rungs,
  coalesce((definition->>'$.replicates.seeds')::integer, 1) as seeds
from plan_phases;

-- Gate conditions, in the wording of pipeline.yaml.
create table plan_gates as
select
  plan_phases.phase,
  item.key::integer as position,
  item.value->>'metric' as metric,
  item.value->>'op' as op,
  (item.value->>'limit')::double as "limit",
  (item.value->>'low')::double as low,
  (item.value->>'high')::double as high,
  concat(item.value->>'metric', ' ', case item.value->>'op'
    when 'within' then concat(item.value->>'low', '..', item.value->>'high')
    else concat(item.value->>'op', ' ', item.value->>'limit') end) as condition
from plan_phases, json_each(definition, '$.gate') as item;

-- Values given to every trial.
create table plan_fixed as
select item.key as name, item.value as value
from documents as document, json_each(document.body, '$.fixed') as item
where document.kind = 'spec';

-- Every parameter, its search space and its default (JSON). `fixed` is the value that pipeline.yaml pins it to, `rungs` the
-- values that halving sets it to instead of searching it.
create table parameters as
select
  item.key::integer as position,
  item.value->>'name' as parameter,
  plan_phases.phase,
  item.value->>'tier' as tier,
  item.value->>'$.domain.kind' as kind,
  (item.value->>'$.domain.low')::double as low,
  (item.value->>'$.domain.high')::double as high,
  coalesce(item.value->>'$.domain.scale', 'linear') as scale,
  (item.value->>'$.domain.step')::double as step,
  item.value->'$.domain.choices' as choices,
  item.value->'default' as default_value,
  plan_fixed.value as fixed,
  plan_stages.budgets as rungs
from documents as document, json_each(document.body, '$.parameters') as item
join plan_phases on plan_phases.written = (item.value->>'phase')
left join plan_fixed on plan_fixed.name = (item.value->>'name')
left join plan_stages on plan_stages.phase = (item.value->>'phase') and plan_stages.budget = (item.value->>'name')
where document.kind = 'spec'
order by item.key::integer, plan_phases.position;

-- Those of them that are no parameter of the pipeline.
create view fixed_values as
from plan_fixed where name not in (select parameter from parameters);

-- Metrics that pipeline.yaml describes. `target` is the wording of pipeline.yaml.
create table plan_metrics as
select
  item.key::integer as position,
  item.value->>'name' as metric,
  item.value->>'group' as "group",
  item.value->>'description' as description,
  item.value->>'$.target.op' as op,
  (item.value->>'$.target.limit')::double as "limit",
  (item.value->>'$.target.low')::double as low,
  (item.value->>'$.target.high')::double as high,
  case item.value->>'$.target.op'
    when 'within' then concat(item.value->>'$.target.low', '..', item.value->>'$.target.high')
    when 'maximize' then 'maximize'
    when 'minimize' then 'minimize'
    else (item.value->>'$.target.op') || ' ' || (item.value->>'$.target.limit') end as target,
  (item.value->>'volatile')::boolean as volatile
from documents as document, json_each(document.body, '$.metrics') as item
where document.kind = 'spec';

-- Distance from a limit in the metric's unit: 0 or more where the limit is kept, negative where it is missed.
create macro margin(value, op, bound, low, high) as
  case op
    when '>=' then value - bound
    when '>' then value - bound
    when '<=' then bound - value
    when '<' then bound - value
    when 'within' then least(value - low, high - value)
  end;

-- Whether a value keeps a limit; null where there is no value or the target is only a direction.
create macro keeps(value, op, bound, low, high) as
  case op
    when '>=' then value >= bound
    when '>' then value > bound
    when '<=' then value <= bound
    when '<' then value < bound
    when 'within' then value between low and high
  end;
