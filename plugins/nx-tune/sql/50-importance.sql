-- How strongly the objective follows a parameter, over the complete trials of the tier that searches it. Of halved ones
-- the first rung counts, since all trials are there and have the same budget.
-- `spearman`: |Spearman's rank correlation|, for numbers and booleans. `correlation ratio`: for choices that are
-- words and so have no order, the square root of the share of the variance of the objective's ranks that lies
-- between the choices. Both lie in 0..1. `chance`: what each exceeds in about 5 % of cases where the objective does
-- not depend on the parameter; 1.96 / sqrt(n - 1), and by Kruskal and Wallis sqrt(chi2 / (n - 1)) with one degree of
-- freedom less than there are choices (quantile after Wilson and Hilferty).
create view importance as
with observed as (
  select
    searched.position, searched.phase, searched.tier, searched.parameter,
    given.value::varchar as word, given.number, first.objective
  from parameters as searched
  join trial_params as given on given.parameter = searched.parameter and given.tier = searched.tier
  join trials on trials.trial = given.trial
  join runs as first
    on first.phase = trials.phase and first.position = trials.position and first.rung = 0 and first.seed = 0
  where searched.fixed is null and searched.rungs is null and first.status = 'complete' and first.objective is not null
),
ranked as (
  select
    position, phase, tier, parameter, word, number,
    rank() over (partition by parameter order by number)
      + (count(*) over (partition by parameter, number) - 1) / 2 as value_rank,
    rank() over (partition by parameter order by objective)
      + (count(*) over (partition by parameter, objective) - 1) / 2 as objective_rank
  from observed
),
grouped as (
  select *, avg(objective_rank) over (partition by parameter, word) as choice_rank from ranked
),
measured as (
  select
    position, phase, tier, parameter,
    bool_and(number is not null) as ordered,
    count(*)::integer as trials,
    count(distinct word) - 1 as freedom,
    corr(value_rank, objective_rank) as correlation,
    sqrt(var_pop(choice_rank) / nullif(var_pop(objective_rank), 0)) as ratio
  from grouped
  group by position, phase, tier, parameter
  having count(*) >= 3 and count(distinct word) > 1 and var_pop(objective_rank) > 0
)
select
  phase, tier, parameter, trials,
  case when ordered then 'spearman' else 'correlation ratio' end as method,
  case when ordered then correlation end as correlation,
  case when ordered then abs(correlation) else ratio end as importance,
  case when ordered then 1.96 / sqrt(trials - 1)
    else sqrt(freedom * (1 - 2 / (9 * freedom) + 1.645 * sqrt(2 / (9 * freedom))) ** 3 / (trials - 1)) end as chance
from measured
order by measured.position;
