//! Every invariant is broken once, and found out.

use crate::{mock::*, types::ordered, *};
use census_anchor_log::leaf::{Author, Subject};
use census_anchor_log::terms::Claim;

/// A chain with a bit of everything, of which something is then changed behind the pallet's back.
#[track_caller]
fn assert_found_out(change: impl FnOnce(), words: &'static str) {
	externalities().execute_with(|| {
		let anchor = new_anchor(1);
		new_anchor(2);
		Anchors::dispute(by(OTHER), anchor, statement()).unwrap();
		next_block();
		check_state();
		change();
		assert_eq!(Anchors::do_try_state(), Err(words.into()));
	});
}

fn entry(index: u64, change: impl FnOnce(&mut census_anchor_log::leaf::Entry<u64>)) {
	Entries::<Test>::mutate(index, |entry| change(entry.as_mut().unwrap()));
}

#[test]
fn a_changed_leaf() {
	assert_found_out(
		|| entry(1, |entry| entry.details[0] ^= 1),
		"the log is not that of its leaves",
	);
}

#[test]
fn a_missing_leaf() {
	assert_found_out(|| Entries::<Test>::remove(1), "a leaf is missing");
}

#[test]
fn a_leaf_too_many() {
	assert_found_out(
		|| Entries::<Test>::insert(99, Entries::<Test>::get(0).unwrap()),
		"a leaf is behind the log's end",
	);
}

#[test]
fn a_re_dated_leaf() {
	assert_found_out(
		|| entry(3, |entry| entry.moment.time -= 1),
		"a leaf is older than the one before",
	);
	assert_found_out(
		|| entry(0, |entry| entry.moment.block = 0),
		"the log is not that of its leaves",
	);
}

#[test]
fn a_changed_node() {
	assert_found_out(
		|| Nodes::<Test>::mutate((0, 0), |nodes| nodes[0][0] ^= 1),
		"the log's nodes are not those of its leaves",
	);
}

#[test]
fn a_freed_or_moved_first_sight() {
	let words = "a hash is not first seen with its first anchor";
	assert_found_out(|| FirstSeen::<Test>::remove((digest(1), false)), words);
	assert_found_out(|| FirstSeen::<Test>::insert((digest(1), false), 1), words);
}

#[test]
fn a_row_that_says_something_else() {
	assert_found_out(
		|| {
			Rows::<Test>::mutate(0, |row| {
				row.as_mut().unwrap().details =
					census_anchor_log::leaf::Details::Statement(*statement());
			})
		},
		"a row says what its leaf does not",
	);
}

#[test]
fn an_index_that_is_off() {
	assert_found_out(
		|| ByDigest::<Test>::remove(digest(1), ordered(0)),
		"the index by hash is not that of the rows",
	);
	assert_found_out(
		|| BySoftBinding::<Test>::insert([1; 32], ordered(0), ()),
		"the index by soft binding is not that of the rows",
	);
	assert_found_out(
		|| ByAuthor::<Test>::insert(OTHER, ordered(0), ()),
		"the index by author is not that of the rows",
	);
	assert_found_out(
		|| Links::<Test>::remove(0, ordered(2)),
		"the links are not those of the rows",
	);
}

#[test]
fn a_row_left_behind() {
	assert_found_out(|| Rows::<Test>::remove(1), "the index by hash is not that of the rows");
}

#[test]
fn a_claim_counted_twice_or_without_a_window() {
	let claim = |alias: u8| {
		let moment = Anchors::moment();
		let subject = Subject::Claim { anchor: 0, claim: Claim::DepictsMe, window: 5 };
		let entry = census_anchor_log::leaf::Entry {
			moment,
			author: Author::Person([alias; 32]),
			subject,
			committed: None,
			details: [0; 32],
		};
		Anchors::append(entry).map(drop).unwrap();
	};
	assert_found_out(
		|| {
			claim(1);
			claim(1);
		},
		"a person claimed twice",
	);
	assert_found_out(|| claim(1), "a tally is not that of the claims");
	assert_found_out(
		|| {
			claim(1);
			Tallies::<Test>::insert(0, (5, Claim::DepictsMe), 1);
		},
		"a claim without its window",
	);
	assert_found_out(
		|| {
			Anchors::open_window(by(OTHER), 0, 1, 0, 9).unwrap();
			let subject = Subject::Claim { anchor: 1, claim: Claim::DepictsMe, window: 0 };
			let author = Author::Person([1; 32]);
			Anchors::append(Anchors::entry(author, subject, None, [0; 32])).map(drop).unwrap();
		},
		"a claim of another anchor than its window's",
	);
}
