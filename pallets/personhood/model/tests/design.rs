//! The design's rules keep P10 and P13; what was thought to be good enough instead does not.

use census_personhood_model::{explore, Broken, Change, Found, Policy, Removal, Return, Rules};

/// No way is longer that breaks a property.
const LONGEST: usize = 14;

/// Three issuers, all of whom are needed; then all of them but one are others.
fn replaced() -> Vec<Policy> {
	vec![Policy::of(&[0, 1, 2], 3), Policy::of(&[0, 3, 4], 3)]
}

/// A network that grows, and whose first issuers then go.
fn growing() -> Vec<Policy> {
	vec![
		Policy::of(&[0, 1, 2], 3),
		Policy::of(&[0, 1, 2, 3], 3),
		Policy::of(&[1, 2, 3, 4], 3),
		Policy::of(&[2, 3, 4], 3),
	]
}

/// One issuer that weighs as much as two.
fn uneven() -> Vec<Policy> {
	vec![
		Policy { weights: [2, 1, 1, 1, 0], threshold: 4 },
		Policy { weights: [1, 1, 1, 1, 1], threshold: 4 },
	]
}

fn look(rules: &Rules, depth: usize) -> Found {
	let start = std::time::Instant::now();
	let found = explore(rules, depth);
	println!(
		"corrupt {}, {} humans, {:.1?}: {found}",
		rules.corrupt,
		rules.humans,
		start.elapsed()
	);
	found
}

/// Looks at all that there is, with each issuer as the corrupt one in turn.
fn holds(rules: Rules) {
	for corrupt in 0..5 {
		let found = look(&Rules { corrupt, ..rules.clone() }, usize::MAX);
		assert!(found.broken.is_none(), "{found}");
		assert!(found.exhausted && found.states > 100, "{found}");
	}
}

/// The shortest way on which a property breaks, whichever issuer is corrupt.
fn breaks(rules: Rules) -> (Broken, usize) {
	let all = (0..5).filter_map(|corrupt| {
		let found = look(&Rules { corrupt, ..rules.clone() }, LONGEST);
		found.broken.map(|(broken, steps)| (broken, steps.len()))
	});
	all.min_by_key(|(_, steps)| *steps).expect("it breaks")
}

fn design(policies: Vec<Policy>) -> Rules {
	Rules::of_design(2, policies, 0)
}

#[test]
fn no_human_has_two_leaves_and_none_is_shut_out_whoever_is_corrupt() {
	for policies in [replaced(), growing(), uneven()] {
		assert!(policies.iter().all(Policy::quorums_intersect));
		holds(design(policies));
	}
}

#[test]
fn three_humans() {
	for corrupt in [0, 2] {
		let rules = Rules { corrupt, ..Rules::of_design(3, growing(), 0) };
		let found = look(&rules, 11);
		assert!(found.broken.is_none() && found.depth == 11, "{found}");
	}
}

#[test]
fn a_queue_of_removals_holds_as_long_as_those_wait_who_are_to_enter() {
	holds(Rules { removal: Removal::Queued, ..design(growing()) });
	let besides = Rules { removal: Removal::QueuedBesides, ..design(replaced()) };
	assert!(matches!(breaks(besides), (Broken::P10(_), _)));
}

/// S1: a leaf that waits to be emptied is replaced by its person's return, and nobody waits.
#[test]
fn who_returns_while_its_removal_waits_gets_a_second_leaf() {
	let rules = Rules { removal: Removal::Queued, returns: Return::Replaces, ..design(replaced()) };
	assert!(matches!(breaks(rules), (Broken::P10(_), 7)));
}

/// S2: a corrupt issuer and others that have come since give a person that has ended to another human.
#[test]
fn a_person_that_is_brought_back_is_taken_from_its_human() {
	// Of the later issuers one was there before.
	let policies = vec![Policy::of(&[0, 1, 2], 3), Policy::of(&[0, 1, 3, 4], 3)];
	assert!(policies[1].quorums_intersect());
	let rules = Rules { returns: Return::Replaces, ..design(policies) };
	assert!(matches!(breaks(rules), (Broken::P13(_), 4)));
}

#[test]
fn a_return_that_takes_its_removal_back_gives_a_second_leaf() {
	let rules = Rules { removal: Removal::Queued, returns: Return::Cancels, ..design(replaced()) };
	assert!(matches!(breaks(rules), (Broken::P10(_), 8)));
}

#[test]
fn who_stops_to_count_before_it_leaves_gets_a_second_leaf() {
	let rules = Rules { lapses_by_itself: true, ..design(replaced()) };
	assert!(matches!(breaks(rules), (Broken::P10(_), 5)));
}

#[test]
fn quorums_that_need_not_share_two_issuers_give_a_second_leaf() {
	let rules = design(vec![Policy::of(&[0, 1, 2], 2)]);
	assert!(!rules.policies[0].quorums_intersect());
	assert!(matches!(breaks(rules), (Broken::P10(_), 4)));
}

#[test]
fn a_policy_that_ends_while_its_persons_live_gives_a_second_leaf() {
	let rules = Rules { change: Change::AtOnce, ..design(replaced()) };
	assert!(matches!(breaks(rules), (Broken::P10(_), 5)));
}
