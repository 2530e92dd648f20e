//! What an anchor costs, in items, bytes and time, as the log grows.

use crate::{mock::*, Log, Nodes};
use census_anchor_log::{shape::pages_of_append, Log as AnchorLog};

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
