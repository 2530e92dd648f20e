//! What an anchor costs, in items, bytes and time, as the log grows.

use crate::{mock::*, FirstSeen, Log, Nodes};
use census_anchor_log::{
	leaf::{Author, Content, Subject},
	shape::pages_of_append,
	Log as AnchorLog,
};
use frame_support::traits::fungible::Mutate;

/// Makes the log as large as this, with the pages that the next leaves go to, without the leaves.
fn grow(count: u64) {
	let peaks = vec![[1; 32]; count.count_ones() as usize];
	Log::<Test>::put(AnchorLog::new(count, peaks).unwrap());
	for height in 0..9u8 {
		let complete = count >> (5 * height);
		let bottom = complete & 31;
		let nodes = census_anchor_log::shape::nodes_in_page(bottom) as usize;
		let page = (height, complete >> 5);
		Nodes::<Test>::insert(page, frame_support::BoundedVec::truncate_from(vec![[1; 32]; nodes]));
	}
}

/// Pages per anchor: no more at a million leaves than at a thousand, in the long run.
#[test]
fn an_anchor_adds_to_a_page_and_a_thirtieth_whatever_the_size() {
	for start in [1_000u64, 1_000_000, 1 << 39] {
		let pages: u32 = (start..start + 1_024).map(pages_of_append).sum();
		assert!((1_056..=1_066).contains(&pages), "{pages}");
	}
}

/// Time per anchor at several sizes. Says the figures; asserts only that a million times the size is
/// no more than a few times the cost.
#[test]
fn an_anchor_takes_the_same_time_at_any_size() {
	let time_at = |size: u64| {
		externalities().execute_with(|| {
			grow(size);
			let start = std::time::Instant::now();
			for number in 0..2_048 {
				Anchors::anchor(by(AUTHOR), digest(number), plain()).unwrap();
			}
			start.elapsed().as_nanos() as f64 / 2_048.0
		})
	};
	time_at(0);
	let times = [1_000, 1_000_000, 1_000_000_000].map(time_at);
	println!("nanoseconds per anchor in the mock at 10^3, 10^6, 10^9: {times:.0?}");
	assert!(times[1] < 3.0 * times[0] && times[2] < 3.0 * times[0], "{times:?}");
}

/// Time per anchor, its commit to a trie included, behind a thousand and behind `LEAVES` real leaves
/// and first sights. Says the figures. A million take gigabytes.
#[test]
#[ignore = "takes seconds"]
fn an_anchor_takes_little_longer_in_a_real_log() {
	let leaves = std::env::var("LEAVES").map_or(50_000, |leaves| leaves.parse().unwrap());
	let mut ext = externalities();
	ext.execute_with(|| Balances::mint_into(&AUTHOR, u64::MAX / 4).unwrap());
	// Makes the log as large as this. What it stores is kept in a trie, in few steps: the trie of a
	// test forgets nothing.
	let fill = |ext: &mut sp_io::TestExternalities, size: u64| {
		while ext.execute_with(|| Log::<Test>::get().count()) < size {
			ext.execute_with(|| {
				let start = Log::<Test>::get().count();
				for number in start..size.min(start + 50_000) {
					let digest = digest(number);
					let subject = Subject::Anchor(Content::Single(digest));
					let entry = Anchors::entry(Author::Account(AUTHOR), subject, None, [7; 32]);
					FirstSeen::<Test>::insert(
						(digest, false),
						Anchors::append(entry).unwrap().index,
					);
				}
			});
			ext.commit_all().unwrap();
		}
	};
	// Nanoseconds that each of so many anchors takes.
	let time = |ext: &mut sp_io::TestExternalities| {
		let mut times = Vec::new();
		for _ in 0..5 {
			let start = std::time::Instant::now();
			ext.execute_with(|| {
				System::reset_events();
				let next = Log::<Test>::get().count();
				for number in next..next + 1_000 {
					Anchors::anchor(by(AUTHOR), digest(number), plain()).unwrap();
				}
			});
			ext.commit_all().unwrap();
			times.push(start.elapsed().as_nanos() as u64 / 1_000);
		}
		times.sort();
		times[2]
	};
	fill(&mut ext, 1_000);
	let small = time(&mut ext);
	fill(&mut ext, leaves);
	let large = time(&mut ext);
	println!(
		"nanoseconds per anchor: {small} behind 1,000, {large} behind {leaves}: ratio {:.2}",
		large as f64 / small as f64
	);
	// A trie is deeper by some levels then, and lies less in the processor's caches. The log itself
	// takes no longer.
	assert!(large < 8 * small);
}

/// Bytes of state per anchor, before and after eviction.
#[test]
fn the_bytes_charged_are_no_fewer_than_those_stored() {
	let bytes = || -> usize {
		let prefix = frame_support::storage::storage_prefix(b"Anchors", b"")[..16].to_vec();
		let mut key = prefix.clone();
		let mut total = 0;
		while let Some(next) = sp_io::storage::next_key(&key).filter(|key| key.starts_with(&prefix))
		{
			total += next.len() + sp_io::storage::get(&next).map_or(0, |value| value.len());
			key = next;
		}
		total
	};
	run(|| {
		end_block();
		start_block(2);
		let (held_before, burnt_before) = (held(AUTHOR), Balances::total_issuance());
		let before = bytes();
		let anchors: Vec<_> = (0..1_024).map(new_anchor).collect();
		let live = bytes() - before;
		let ticket = (held(AUTHOR) - held_before - 1_024 * BASE_DEPOSIT) / BYTE_DEPOSIT;
		let forever = (burnt_before - Balances::total_issuance()) / BYTE_PRICE;
		for some in anchors.chunks(MAX_EVICTIONS as usize) {
			Anchors::evict(by(AUTHOR), some.to_vec().try_into().unwrap()).unwrap();
		}
		let evicted = bytes() - before;
		println!(
			"bytes per anchor: {} with its row ({} ticketed), {} for ever ({} paid for)",
			live / 1_024,
			ticket / 1_024,
			evicted / 1_024,
			forever / 1_024
		);
		// The mock's accounts are of 8 bytes, in two places of a row and one of a leaf; a runtime's
		// of 32.
		assert!(evicted as u64 <= forever, "{evicted} {forever}");
		assert!((live - evicted) as u64 <= ticket);
		assert!((live - evicted) as u64 + 80 * 1_024 > ticket);
		assert!(evicted as u64 + 10 * 1_024 > forever);
	});
}
