//! The invariants of the stored state, recomputed from the leaves.
//!
//! - A1: the log's peaks and nodes are those of the log built anew from its leaves;
//! - A2: block and time never fall from leaf to leaf;
//! - A3: a leaf is linked to older anchors only, and every link stands in its index;
//! - A4: no person claims twice in one anchor, claim and window, and tallies count the claims;
//! - A5: rows are those of the indices, and each says what its leaf says;
//! - A6: a hash is first seen with the first of its anchors of which the author knew it first, as a
//!   hash of its own and as a batch's root;
//! - no window took more claims than were paid for, nor of another anchor than its own.

use crate::{
	types::{hash_of, links_of, ordered, soft_binding_of},
	ByAuthor, ByDigest, BySoftBinding, Config, Entries, FirstSeen, HostHasher, Links, Log, Nodes,
	Pallet, Rows, Tallies, Windows,
};
use alloc::collections::{BTreeMap, BTreeSet};
use census_anchor_log::{
	leaf::{Author, Entry, Leaf, Moment, Subject},
	Log as AnchorLog,
};
use codec::Encode;
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant.
	pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_log()?;
		Self::try_rows()?;
		Self::try_claims()
	}

	fn try_log() -> Result<(), TryRuntimeError> {
		let stored = Log::<T>::get();
		let tree = Self::tree();
		let mut log = AnchorLog::default();
		let mut pages = BTreeMap::<_, alloc::vec::Vec<_>>::new();
		let mut last = Moment { block: 0, time: 0 };
		let mut first_seen = BTreeMap::new();
		for index in 0..stored.count() {
			let entry = Entries::<T>::get(index).ok_or("a leaf is missing")?;
			ensure!(
				entry.moment.block >= last.block && entry.moment.time >= last.time,
				"a leaf is older than the one before"
			);
			last = entry.moment;
			if let Subject::Anchor(content) = entry.subject {
				let (known, sight) = (entry.known_since(), (content.digest(), content.is_batch()));
				let first = first_seen.entry(sight).or_insert((known, index));
				*first = (known, index).min(*first);
			}
			let hash = Leaf { index, entry }.hash::<HostHasher>(&tree);
			log.append::<HostHasher>(&tree, hash, |node, hash| {
				pages.entry(node.page()).or_default().push(hash);
			})
			.ok_or("the log has more leaves than a log can have")?;
		}
		ensure!(log == stored, "the log is not that of its leaves");
		ensure!(
			Entries::<T>::iter_keys().count() as u64 == stored.count(),
			"a leaf is behind the log's end"
		);
		let stored: BTreeMap<_, _> =
			Nodes::<T>::iter().map(|(page, nodes)| (page, nodes.into_inner())).collect();
		ensure!(pages == stored, "the log's nodes are not those of its leaves");
		let first_seen: BTreeMap<_, _> =
			first_seen.into_iter().map(|(sight, (_, index))| (sight, index)).collect();
		let stored: BTreeMap<_, _> = FirstSeen::<T>::iter().collect();
		ensure!(first_seen == stored, "a hash is not first seen with its first anchor");
		Ok(())
	}

	fn try_rows() -> Result<(), TryRuntimeError> {
		let is_anchor = |entry: &Entry<T::AccountId>| matches!(entry.subject, Subject::Anchor(_));
		let mut by_digest = BTreeSet::new();
		let mut by_soft_binding = BTreeSet::new();
		let mut by_author = BTreeSet::new();
		let mut links = BTreeSet::new();
		for (anchor, row) in Rows::<T>::iter() {
			let entry = Entries::<T>::get(anchor).ok_or("a row without its leaf")?;
			ensure!(entry.details == hash_of(&row.details), "a row says what its leaf does not");
			let Author::Account(author) = &entry.author else {
				return Err("a row that is no account's".into());
			};
			by_author.insert((author.encode(), ordered(anchor)));
			if let Subject::Anchor(content) = entry.subject {
				by_digest.insert((content.digest(), ordered(anchor)));
			}
			if let Some(binding) = soft_binding_of(&row.details) {
				by_soft_binding.insert((binding, ordered(anchor)));
			}
			for (older, link) in links_of(&entry.subject, &row.details) {
				ensure!(older < anchor, "a leaf is linked to one that is not older");
				let older_entry = Entries::<T>::get(older).ok_or("a link to no leaf")?;
				ensure!(is_anchor(&older_entry), "a link to what is no anchor");
				links.insert((older, ordered(anchor), link.encode()));
			}
		}
		let stored: BTreeSet<_> = ByDigest::<T>::iter_keys().collect();
		ensure!(stored == by_digest, "the index by hash is not that of the rows");
		let stored: BTreeSet<_> = BySoftBinding::<T>::iter_keys().collect();
		ensure!(stored == by_soft_binding, "the index by soft binding is not that of the rows");
		let stored: BTreeSet<_> =
			ByAuthor::<T>::iter_keys().map(|(author, anchor)| (author.encode(), anchor)).collect();
		ensure!(stored == by_author, "the index by author is not that of the rows");
		let stored: BTreeSet<_> =
			Links::<T>::iter().map(|(older, newer, link)| (older, newer, link.encode())).collect();
		ensure!(stored == links, "the links are not those of the rows");
		Ok(())
	}

	fn try_claims() -> Result<(), TryRuntimeError> {
		let mut claims = BTreeSet::new();
		let mut tallies = BTreeMap::<_, u32>::new();
		let mut used = BTreeMap::<_, u32>::new();
		for entry in Entries::<T>::iter_values() {
			let Subject::Claim { anchor, claim, window } = entry.subject else { continue };
			let Author::Person(alias) = entry.author else {
				return Err("a claim that is no person's".into());
			};
			ensure!(
				Windows::<T>::get(window).is_none_or(|window| window.anchor == anchor),
				"a claim of another anchor than its window's"
			);
			ensure!(claims.insert((anchor, claim, window, alias)), "a person claimed twice");
			*tallies.entry((anchor, (window, claim))).or_default() += 1;
			*used.entry(window).or_default() += 1;
		}
		let stored: BTreeMap<_, _> =
			Tallies::<T>::iter().map(|(anchor, key, count)| ((anchor, key), count)).collect();
		ensure!(stored == tallies, "a tally is not that of the claims");
		for (id, window) in Windows::<T>::iter() {
			ensure!(window.used <= window.slots, "a window took more than was paid for");
			ensure!(
				used.remove(&id).unwrap_or_default() == window.used,
				"a window's count of claims is wrong"
			);
		}
		ensure!(used.is_empty(), "a claim without its window");
		Ok(())
	}
}
