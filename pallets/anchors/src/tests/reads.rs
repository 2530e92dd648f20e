use crate::mock::*;
use census_anchor_log::{
	answers::{Edge, Link},
	leaf::{AnchorId, Description, Parent},
	terms::{Kind, Relation},
};
use frame_support::assert_ok;

/// Anchors a hash that came from these.
fn child_of(number: u64, parents: &[AnchorId]) -> AnchorId {
	let anchor = Anchors::log_details().count;
	let parents: Vec<_> = parents
		.iter()
		.map(|anchor| Parent { anchor: *anchor, relation: Relation::ComponentOf })
		.collect();
	let description =
		Description { parents: parents.try_into().unwrap(), ..Description::of(Kind::Output) };
	assert_ok!(Anchors::anchor(by(AUTHOR), digest(number), description.into()));
	anchor
}

const DERIVED: Link = Link::Derived(Relation::ComponentOf);

#[test]
fn lists_are_told_page_by_page_in_order() {
	run(|| {
		let anchors: Vec<_> = (0..300).map(|_| new_anchor(1)).collect();
		let mut told = Vec::new();
		while let page @ [_, ..] = &Anchors::anchors_of(digest(1), told.last().copied(), 70)[..] {
			assert!(page.len() <= 70);
			told.extend_from_slice(page);
		}
		assert_eq!(told, anchors);
		assert_eq!(Anchors::anchors_by(AUTHOR, Some(anchors[9]), 3), anchors[10..13]);
		assert!(Anchors::anchors_by(OTHER, None, 3).is_empty());
		assert!(Anchors::anchors_of(digest(2), None, 3).is_empty());
		let leaves = Anchors::leaves(anchors[298], 10);
		assert_eq!(leaves.iter().map(|leaf| leaf.index).collect::<Vec<_>>(), anchors[298..]);
		assert_eq!(Anchors::leaves(u64::MAX, u32::MAX), []);
	});
}

#[test]
fn lineage_is_followed_both_ways_and_no_further_than_asked() {
	run(|| {
		let data = new_anchor(1);
		let code = new_anchor(2);
		let model = child_of(3, &[data, code]);
		let output = child_of(4, &[model]);
		let both = child_of(5, &[data, output]);
		assert_ok!(Anchors::dispute(by(OTHER), model, statement()));

		let edge = |older, newer| Edge { older, newer, link: DERIVED };
		let up = Anchors::ancestors(both, 100);
		assert_eq!(
			up.edges,
			[
				edge(data, both),
				edge(output, both),
				edge(model, output),
				edge(data, model),
				edge(code, model)
			]
		);
		assert!(!up.truncated);
		let up = Anchors::ancestors(both, 3);
		assert_eq!((up.edges.len(), up.truncated), (3, true));
		assert!(!Anchors::ancestors(both, 5).truncated);
		assert!(Anchors::ancestors(both, 0).truncated);
		assert!(!Anchors::ancestors(data, 0).truncated);

		let down = Anchors::descendants(data, 100);
		assert_eq!(
			down.edges,
			[
				edge(data, model),
				edge(data, both),
				edge(model, output),
				Edge { older: model, newer: both + 1, link: Link::Disputes },
				edge(output, both),
			]
		);
		assert!(Anchors::descendants(data, 4).truncated);
		assert_eq!(Anchors::links_to(model, Some(output), 9), [(both + 1, Link::Disputes)]);
	});
}

#[test]
fn a_wide_lineage_reads_no_more_than_its_limit() {
	run(|| {
		let data = new_anchor(0);
		for number in 1..60 {
			child_of(number, &[data]);
		}
		let down = Anchors::descendants(data, 10);
		assert_eq!((down.edges.len(), down.truncated), (10, true));
	});
}

#[test]
fn what_is_not_there_is_none() {
	run(|| {
		assert_eq!(Anchors::leaf(9), None);
		assert_eq!(Anchors::anchor_details(9), None);
		assert_eq!(Anchors::first_seen(digest(9)), None);
		assert_eq!(Anchors::window_details(9), None);
		assert_eq!(Anchors::commitment(AUTHOR, [9; 32]), None);
		assert_eq!(Anchors::tallies(9, None, 9), []);
		assert_eq!(Anchors::inclusion_proof(0, u64::MAX), None);
		assert_eq!(Anchors::consistency_proof(u64::MAX, u64::MAX), None);
		assert_eq!(Anchors::ancestors(u64::MAX, u32::MAX).edges, []);
	});
}
