-- How strongly the objective follows a parameter: |Spearman's rank correlation| over the complete trials of the
-- tier that searches it. Parameters whose choices are words have no order: theirs is the correlation ratio of the
-- objective's ranks, the share of the ranks' spread that lies between the choices (square root of it).
-- `chance`: what |rho| exceeds in 5 % of cases when there is no relation, 1.96 / sqrt(n - 1).
create table importance as
with observed as (
  select p.phase, p.tier, p.parameter, p.value::varchar as word, p.number, trials.objective
  from trial_params as p
  join parameters on parameters.parameter = p.parameter and parameters.tier = p.tier and parameters.fixed is null
  join trials on trials.trial = p.trial
  where trials.status = 'complete' and trials.objective is not null
),
ranked as (
  select
    phase, tier, parameter, word,
    bool_and(number is not null) over same as ordered,
    rank() over (partition by phase, parameter order by number)
      + (count(*) over (partition by phase, parameter, number) - 1) / 2 as value_rank,
    rank() over (partition by phase, parameter order by objective)
      + (count(*) over (partition by phase, parameter, objective) - 1) / 2 as objective_rank
  from observed
  window same as (partition by phase, parameter)
),
grouped as (
  select phase, parameter, word, count(*) as n, avg(objective_rank) as mean from ranked group by all
),
ratio as (
  select phase, parameter, var_pop(objective_rank) as total from ranked group by all
),
between_choices as (
  select phase, parameter, sum(n * (mean - center) ** 2) / sum(n) as spread
  from grouped
  join (select phase, parameter, avg(objective_rank) as center from ranked group by all) using (phase, parameter)
  group by all
)
select
  ranked.phase,
  ranked.tier,
  ranked.parameter,
  count(*)::integer as trials,
  case when bool_and(ordered) then 'spearman' else 'correlation ratio' end as method,
  case when bool_and(ordered) then corr(value_rank, objective_rank) end as correlation,
  case when bool_and(ordered) then abs(corr(value_rank, objective_rank))
    else sqrt(any_value(spread) / nullif(any_value(total), 0)) end as importance,
  1.96 / sqrt(count(*) - 1) as chance
from ranked
join ratio using (phase, parameter)
join between_choices using (phase, parameter)
group by ranked.phase, ranked.tier, ranked.parameter
having count(*) >= 3;
