//! Roots whose folder has another name now: which is which.

use super::Pair;
use crate::change::Side;
use crate::check::Evaluated;
use crate::module::{Modules, Root, terraform_files};
use crate::source::{FILE_LIMIT, join};
use std::sync::Arc;

/// A root with its clusters.
type Known<'k> = (&'k Root, &'k Evaluated<Side>);

/// Which root of before is which of now, of those whose folders are there on one side only: by the
/// same clusters, and of several by what speaks most for it. Where two are as good, neither is
/// taken.
pub(super) fn renamed(
    gone: &[Known<'_>],
    new: &[Known<'_>],
    then: &Modules<'_>,
    now: &Modules<'_>,
) -> Vec<(usize, usize)> {
    let mut likely = Vec::new();
    for (old, (was, before)) in gone.iter().enumerate() {
        let clusters = before.read.clusters();
        for (at, (is, after)) in new.iter().enumerate() {
            let same_variant = name_of(was) == name_of(is);
            if !clusters.is_empty() && same_variant && after.read.clusters() == clusters {
                likely.push((likeness((was, then), (is, now)), old, at));
            }
        }
    }
    let mut matched = Vec::new();
    while let Some(best) = likely.iter().map(|(likeness, ..)| *likeness).max() {
        let of_best: Vec<(usize, usize)> =
            likely.iter().filter(|it| it.0 == best).map(|(_, old, at)| (*old, *at)).collect();
        let rivals = |(old, at): (usize, usize)| {
            of_best.iter().filter(|(other, it)| *other == old || *it == at).count()
        };
        let clear: Vec<_> = of_best.iter().copied().filter(|pair| rivals(*pair) == 1).collect();
        matched.extend(&clear);
        // what is as good as another is not told apart by what speaks less for it
        let settled = |old, at| of_best.iter().any(|(other, it)| *other == old || *it == at);
        likely.retain(|(_, old, at)| !settled(*old, *at));
    }
    matched
}

/// What speaks for one root being the other: the names of folders at the end of both paths, then
/// files that are the same, then files of the same name.
type Likeness = (usize, usize, usize);

fn likeness((was, then): (&Root, &Modules<'_>), (is, now): (&Root, &Modules<'_>)) -> Likeness {
    let ends = was.folder.rsplit('/').zip(is.folder.rsplit('/'));
    let folders = ends.take_while(|(one, other)| one == other).count();
    let (old, new) = (files(then, &was.folder), files(now, &is.folder));
    let named = |(name, _): &&(String, Option<Vec<u8>>)| new.iter().any(|(it, _)| it == name);
    let same = old.iter().filter(|file| new.contains(file)).count();
    (folders, same, old.iter().filter(named).count())
}

/// The Terraform files of a folder.
fn files(modules: &Modules<'_>, folder: &Arc<str>) -> Vec<(String, Option<Vec<u8>>)> {
    let entries = modules.files().list(folder).unwrap_or_default();
    let names = terraform_files(&entries).into_iter();
    let read = |path: String| modules.files().read(&path, FILE_LIMIT).ok();
    names.map(|name| (name.to_owned(), join(folder, name).and_then(read))).collect()
}

fn name_of(root: &Root) -> Option<&Arc<str>> {
    root.variant.as_ref().map(|variant| &variant.name)
}

/// The roots before and now of each pair, by their place among those that were evaluated, with
/// those that were renamed.
pub(super) fn matched(
    pairs: &[Pair],
    before: &[Evaluated<Side>],
    after: &[Evaluated<Side>],
    (then, now): (&Modules<'_>, &Modules<'_>),
) -> Vec<(Option<usize>, Option<usize>)> {
    let (mut olds, mut news) = (0.., 0..);
    let mut matched = Vec::new();
    let (mut gone, mut new) = (Vec::new(), Vec::new());
    for pair in pairs {
        let old = pair.before.as_ref().zip(place(&mut olds, pair.before.is_some()));
        let own = pair.after.as_ref().zip(place(&mut news, pair.after.is_some()));
        match (old, own) {
            (Some(old), None) => gone.push(old),
            (None, Some(own)) => new.push(own),
            (old, own) => matched.push((old.map(|it| it.1), own.map(|it| it.1))),
        }
    }
    let known_before: Vec<Known<'_>> =
        gone.iter().map(|(root, at)| (*root, &before[*at])).collect();
    let known_after: Vec<Known<'_>> = new.iter().map(|(root, at)| (*root, &after[*at])).collect();
    let pairs = renamed(&known_before, &known_after, then, now);
    for (at, (_, old)) in gone.iter().enumerate() {
        let own = pairs.iter().find(|(gone, _)| *gone == at).map(|(_, it)| new[*it].1);
        matched.push((Some(*old), own));
    }
    matched
}

fn place(places: &mut std::ops::RangeFrom<usize>, is_there: bool) -> Option<usize> {
    if is_there { places.next() } else { None }
}
