use super::claims::{claim, window};
use crate::{mock::*, HostHasher, SOFT_BINDING_BYTES};
use census_anchor_log::{
	leaf::{AnchorId, Description, Leaf, Parent, SoftBinding, Subject},
	proof::root_of_inclusion,
	terms::{Claim, Kind, Relation},
	tree::hash_details,
	Tree,
};
use census_primitives::Page;
use census_views::anchors::{self as views, Edge, Link};
use codec::{DecodeAll, Encode};
use frame_support::assert_ok;

/// Anchors a hash that came from these.
fn child_of(number: u64, parents: &[AnchorId]) -> AnchorId {
	let anchor = Anchors::log_view().count;
	let parents: Vec<_> = parents
		.iter()
		.map(|anchor| Parent { anchor: *anchor, relation: Relation::ComponentOf })
		.collect();
	let description =
		Description { parents: parents.try_into().unwrap(), ..Description::of(Kind::Output) };
	assert_ok!(Anchors::anchor(by(AUTHOR), digest(number), description.into()));
	anchor
}

#[test]
fn lists_are_told_page_by_page_in_order() {
	run(|| {
		let anchors: Vec<_> = (0..300).map(|_| new_anchor(1)).collect();
		let mut told = Vec::new();
		loop {
			let page = Anchors::anchors_of(digest(1), told.last().copied(), 70);
			assert!((1..=70).contains(&page.items.len()));
			told.extend(page.items);
			match page.next {
				Some(next) => assert_eq!(told.last(), Some(&next)),
				None => break,
			}
		}
		assert_eq!(told, anchors);
		let page = |items: &[AnchorId], next| Page { items: items.to_vec(), next };
		assert_eq!(
			Anchors::anchors_by(AUTHOR, Some(anchors[9]), 3),
			page(&anchors[10..13], Some(anchors[12]))
		);
		// As many as are asked for, and no more to come.
		assert_eq!(Anchors::anchors_by(AUTHOR, Some(anchors[296]), 3), page(&anchors[297..], None));
		assert_eq!(Anchors::anchors_by(OTHER, None, 3), Page::default());
		assert_eq!(Anchors::anchors_of(digest(2), None, 3), Page::default());
		let leaves = |anchors: &[AnchorId], next| Page {
			items: anchors.iter().map(|anchor| leaf(*anchor).into()).collect(),
			next,
		};
		assert_eq!(Anchors::leaf_page(None, 2), leaves(&anchors[..2], Some(anchors[1])));
		assert_eq!(Anchors::leaf_page(Some(anchors[297]), 10), leaves(&anchors[298..], None));
		assert_eq!(Anchors::leaf_page(Some(u64::MAX), u32::MAX), Page::default());
	});
}

#[test]
fn a_soft_binding_finds_its_anchors_until_they_are_evicted() {
	run(|| {
		let binding = |name: &str, value: u8| views::SoftBinding {
			algorithm: name.into(),
			value: vec![value; 4].into(),
		};
		let anchor = |number, name: &str, value: u8| {
			let soft_binding = Some(SoftBinding {
				algorithm: name.as_bytes().to_vec().try_into().unwrap(),
				value: vec![value; 4].try_into().unwrap(),
			});
			let anchor = Anchors::log_view().count;
			let description = Description { soft_binding, ..*plain() };
			assert_ok!(Anchors::anchor(by(AUTHOR), digest(number), description.into()));
			anchor
		};
		let before = held(AUTHOR);
		let unbound = new_anchor(1);
		let plain = held(AUTHOR) - before;
		let bound =
			[anchor(2, "watermark", 7), anchor(3, "watermark", 7), anchor(4, "watermark", 7)];
		let others = [anchor(5, "watermark", 8), anchor(6, "fingerprint", 7)];
		// Its entry in the index is paid for, and its bytes in the row.
		let bytes = SOFT_BINDING_BYTES as usize + 1 + "watermark".len() + 1 + 4;
		let with_bindings = held(AUTHOR) - before - plain;
		let of_words = u64::from(bytes as u32) * BYTE_DEPOSIT;
		let two_letters = ("fingerprint".len() - "watermark".len()) as u64 * BYTE_DEPOSIT;
		assert_eq!(with_bindings, 5 * (plain + of_words) + two_letters);

		let found = |binding: &views::SoftBinding, after, count| {
			let page = Anchors::anchors_bound(binding, after, count);
			(page.items, page.next)
		};
		let same = binding("watermark", 7);
		assert_eq!(found(&same, None, 9), (bound.to_vec(), None));
		assert_eq!(found(&same, None, 2), (bound[..2].to_vec(), Some(bound[1])));
		assert_eq!(found(&same, Some(bound[1]), 2), (vec![bound[2]], None));
		assert_eq!(found(&binding("watermark", 8), None, 9), (vec![others[0]], None));
		assert_eq!(found(&binding("fingerprint", 7), None, 9), (vec![others[1]], None));
		// The border between name and value counts, and so does each of them.
		for other in [binding("watermar", 7), binding("fingerprint", 8), binding("", 7)] {
			assert_eq!(found(&other, None, 9), (vec![], None));
		}

		let evicted = vec![unbound, bound[0], bound[2]];
		assert_ok!(Anchors::evict(by(AUTHOR), evicted.try_into().unwrap()));
		assert_eq!(found(&same, None, 9), (vec![bound[1]], None));
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

		let edge = |older, newer| Edge { older, newer, link: Link::ComponentOf };
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

		let disputed = Edge { older: model, newer: both + 1, link: Link::Disputes };
		let down = Anchors::descendants(data, 100);
		assert_eq!(
			down.edges,
			[
				edge(data, model),
				edge(data, both),
				edge(model, output),
				disputed,
				edge(output, both),
			]
		);
		assert!(Anchors::descendants(data, 4).truncated);
		assert_eq!(
			Anchors::links_to(model, None, 1),
			Page { items: vec![edge(model, output)], next: Some(output) }
		);
		assert_eq!(
			Anchors::links_to(model, Some(output), 9),
			Page { items: vec![disputed], next: None }
		);
	});
}

#[test]
fn a_leaf_and_its_details_are_had_in_the_bytes_that_their_hashes_are_of() {
	run(|| {
		let anchor = new_anchor(1);
		let dispute = anchor + 1;
		assert_ok!(Anchors::dispute(by(OTHER), anchor, statement()));
		let claimed = dispute + 1;
		assert_ok!(claim(0, window(anchor, 1, 9), anchor, Claim::MadeByHuman));
		let set = claimed + 1;
		next_block();
		assert_eq!(leaf(set).entry.subject, Subject::AuthoritySet(0));

		let (tree, log) = (Tree::log(genesis()), Anchors::log_view());
		assert_eq!(log.count, set + 1);
		for index in 0..log.count {
			let bytes = Anchors::leaf_bytes(index).unwrap().leaf.0;
			assert_eq!(Leaf::decode_all(&mut &bytes[..]), Ok(leaf(index)));
			let hash = tree.hash_leaf::<HostHasher>(&bytes);
			let path = Anchors::inclusion_proof(index, log.count).unwrap();
			let root = root_of_inclusion::<HostHasher>(&tree, hash, index, log.count, &path);
			assert_eq!(root, Some(log.root.0));
		}

		let details = |index| Anchors::leaf_bytes(index).unwrap().details.map(|bytes| bytes.0);
		assert_eq!(details(anchor), Some(plain().encode()));
		assert_eq!(details(dispute), Some(statement().encode()));
		assert_eq!(details(claimed), Some(vec![]), "a claim says nothing besides");
		for index in [anchor, dispute, claimed] {
			let hash = hash_details::<HostHasher>(&details(index).unwrap());
			assert_eq!(hash, leaf(index).entry.details);
		}
		assert_eq!(details(set), None, "they are not in the state");

		let kept = Anchors::leaf_bytes(anchor).unwrap().leaf;
		for (author, index) in [(AUTHOR, anchor), (OTHER, dispute)] {
			assert_ok!(Anchors::evict(by(author), vec![index].try_into().unwrap()));
			assert_eq!(details(index), None);
		}
		assert_eq!(Anchors::leaf_bytes(anchor).unwrap().leaf, kept);
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
		assert_eq!(Anchors::leaf_bytes(9), None);
		assert_eq!(Anchors::anchor_view(9), None);
		assert_eq!(Anchors::first_seen(digest(9)), None);
		assert_eq!(Anchors::window_view(9), None);
		assert_eq!(Anchors::commitment(AUTHOR, [9; 32]), None);
		assert_eq!(Anchors::tallies(9, None, 9), Page::default());
		assert_eq!(Anchors::inclusion_proof(0, u64::MAX), None);
		assert_eq!(Anchors::consistency_proof(u64::MAX, u64::MAX), None);
		assert_eq!(Anchors::ancestors(u64::MAX, u32::MAX).edges, []);
	});
}
