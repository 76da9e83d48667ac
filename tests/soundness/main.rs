//! What must not change a verdict, on random configurations and on all that the project shows.
//!
//! `ACKLINT_SOUNDNESS=N` tries N configurations for each property, `ACKLINT_SOUNDNESS_SEED` begins
//! with another one. What fails is made as small as it can be, and shown with both verdicts.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as it must be")]

mod copies;
mod extract;
mod fixes;
mod forms;
mod generate;
mod planned;
mod plans;
mod print;
mod random;
mod shrink;
mod taint;
mod texts;
mod tree;
mod unknown;
mod verdict;
mod ways;

use generate::Range;
use random::Random;
use tree::{Expr, Tree};

/// How many configurations are tried for a property.
const DEFAULT: u64 = 40;

/// How many failures are shown.
const SHOWN: usize = 3;

/// A property: what is wrong, if it does not hold of a configuration.
type Property = fn(&Tree, &mut Random) -> Result<(), String>;

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Holds a property against random configurations, one expression of each being marked.
fn hold(range: Range, property: Property) {
    let count = setting("ACKLINT_SOUNDNESS").unwrap_or(DEFAULT);
    let first = setting("ACKLINT_SOUNDNESS_SEED").unwrap_or(0);
    let mut failures = Vec::new();
    for seed in first..first + count {
        let mut random = Random::new(seed);
        let mut tree = generate::tree(&mut random, range);
        mark(&mut tree, &mut random);
        let fails = |tree: &Tree| property(tree, &mut Random::new(!seed)).err();
        if fails(&tree).is_some() {
            let small = shrink::shrink(tree, &|tree| fails(tree).is_some());
            let wrong = fails(&small).unwrap_or_default();
            failures.push(format!("seed {seed}\n{}\n{wrong}\n", print::shown(&small)));
        }
        if failures.len() == SHOWN {
            break;
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

/// Marks an expression: in most cases a literal, else any.
fn mark(tree: &mut Tree, random: &mut Random) {
    let any = random.one_in(4);
    let mut left = 0;
    tree.expressions(&mut |expr| left += usize::from(any || expr.is_leaf()));
    if left == 0 {
        return;
    }
    let mut chosen = Some(random.below(left));
    tree.expressions(&mut |expr| {
        if !(any || expr.is_leaf()) {
            return;
        }
        match chosen {
            Some(0) => {
                chosen = None;
                let marked = std::mem::replace(expr, Expr::Null);
                *expr = Expr::Site(Box::new(marked));
            }
            Some(n) => chosen = Some(n - 1),
            None => {}
        }
    });
}

#[test]
fn an_unknown_value_hides_nothing_and_finds_nothing() {
    hold(Range::All, unknown::unknown);
}

#[test]
fn an_unknown_condition_is_each_of_its_branches() {
    hold(Range::All, unknown::alternatives);
}

#[test]
fn a_plan_beside_its_source_says_what_the_source_says() {
    hold(Range::All, plans::beside);
}

#[test]
fn a_plan_alone_says_what_its_source_says() {
    hold(Range::All, plans::alone);
}

#[test]
fn a_plan_of_what_exists_says_what_its_source_says() {
    hold(Range::All, plans::existing);
}

#[test]
fn the_form_of_files_changes_nothing() {
    hold(Range::All, forms::any);
}

#[test]
fn the_number_of_threads_changes_nothing() {
    hold(Range::All, forms::threads);
}

#[test]
fn a_module_changes_only_addresses() {
    hold(Range::All, ways::module);
}

#[test]
fn names_change_nothing() {
    hold(Range::All, ways::names);
}

#[test]
fn the_way_of_a_value_changes_nothing() {
    hold(Range::All, ways::wrapped);
}

#[test]
fn a_copied_root_says_what_the_original_says() {
    hold(Range::OwnVpc, copies::root);
}

#[test]
fn a_module_made_twice_says_twice_what_it_says_once() {
    hold(Range::OwnVpc, copies::module);
}

#[test]
fn an_unrelated_cluster_changes_nothing() {
    hold(Range::OwnVpc, copies::unrelated);
}

#[test]
fn a_fix_takes_its_finding_away_and_brings_no_error() {
    hold(Range::All, fixes::each);
}

#[test]
fn all_fixes_at_once_bring_no_error() {
    hold(Range::All, fixes::all);
}

/// The rest has no room: a VPC that is full, or too many Services for any range.
#[test]
fn nearly_every_error_of_size_or_overlap_names_a_range_that_would_do() {
    let mut counts = fixes::Counts::default();
    let first = setting("ACKLINT_SOUNDNESS_SEED").unwrap_or(0);
    for seed in first..first + 5 * setting("ACKLINT_SOUNDNESS").unwrap_or(DEFAULT) {
        let tree = generate::tree(&mut Random::new(seed), Range::All);
        counts.add(&verdict::view(&print::files(&tree, print::Form::Plain), Some(1)));
    }
    println!("{counts:?}");
    assert!(counts.errors > 100 && counts.fixes > 50, "{counts:?}");
    assert!(counts.named * 100 >= counts.errors * 95, "{counts:?}");
}
