//! What the calls do.

use crate::{
	types::{
		hash_of, links_of, ordered, row_footprint, soft_binding_of, CLAIM_BYTES, COMMITMENT_BYTES,
		WINDOW_BYTES,
	},
	ByAuthor, ByDigest, BySoftBinding, Commitment, Commitments, Config, Entries, Error, Event,
	FirstSeen, HoldReason, HostHasher, Links, Pallet, Row, Rows, Tallies, Window, Windows,
};
use alloc::vec::Vec;
use census_anchor_log::{
	leaf::{
		is_text, AnchorId, Author, Content, Description, Details, Entry, Moment, Statement, Subject,
	},
	terms::Claim,
	tree::hash_details,
	Hash, Hasher, MAX_LEAVES,
};
use census_primitives::{Alias, PersonScopes, ScopeId, Slots, Topic};
use codec::Encode;
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{
		fungible::MutateHold,
		tokens::{Fortitude, Precision},
		Consideration, DefensiveSaturating, Footprint, Get,
	},
};
use frame_system::pallet_prelude::BlockNumberFor;
use sp_runtime::{traits::Saturating, DispatchError};

/// The tag of a commitment's hash.
const COMMITMENT_TAG: &[u8] = b"census-anchors/commitment1";
/// The tag of a claim's topic.
const TOPIC_TAG: &[u8] = b"census-anchors/claim1";

/// What an account commits to: the hash of a tag, and of account, content, description and salt in
/// SCALE. The salt must be random: without it, whoever guesses the content knows that it is it.
pub fn commitment_to<AccountId: Encode>(
	author: &AccountId,
	content: &Content,
	description: &Description,
	salt: &[u8; 32],
) -> Hash {
	(author, content, description, salt)
		.using_encoded(|what| HostHasher::hash(&[COMMITMENT_TAG, what].concat()))
}

/// The topic on which a person claims something of an anchor, in any window's scope: the hash of a
/// tag, and of the anchor's number and the claim in SCALE.
pub fn claim_topic(anchor: AnchorId, claim: Claim) -> Topic {
	(anchor, claim).using_encoded(|what| HostHasher::hash(&[TOPIC_TAG, what].concat()))
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_anchor(
		author: T::AccountId,
		content: Content,
		description: Description,
		committed: Option<Moment>,
	) -> Result<u32, DispatchError> {
		ensure!(description.is_text(), Error::<T>::NotText);
		if let Content::Batch { items, .. } = content {
			ensure!((1..=MAX_LEAVES).contains(&items), Error::<T>::BatchSize);
		}
		let parents = &description.parents;
		ensure!(
			parents.windows(2).all(|pair| pair[0].anchor < pair[1].anchor),
			Error::<T>::ParentsNotAscending
		);
		for parent in parents {
			Self::anchor_of(parent.anchor)?;
		}

		let digest = content.digest();
		let sight = (digest, content.is_batch());
		let held = FirstSeen::<T>::get(sight);
		// Who copied a reveal from the pool and got before it knew the hash later than its author.
		let first_seen = held.is_none_or(|held| {
			committed.is_some_and(|committed| {
				Entries::<T>::get(held).is_some_and(|held| held.known_since() > committed)
			})
		});
		let subject = Subject::Anchor(content);
		let details = Details::Description(description);
		let (anchor, pages) =
			Self::append_row(&author, subject, committed, details, held.is_none())?;
		if first_seen {
			FirstSeen::<T>::insert(sight, anchor);
		}
		ByDigest::<T>::insert(digest, ordered(anchor), ());
		Self::deposit_event(Event::Anchored { anchor, author, content, first_seen });
		Ok(pages)
	}

	pub(crate) fn do_commit(author: T::AccountId, commitment: Hash) -> DispatchResult {
		ensure!(!Commitments::<T>::contains_key(&author, commitment), Error::<T>::AlreadyCommitted);
		let footprint = Footprint::from_parts(1, COMMITMENT_BYTES as usize);
		let ticket = T::Consideration::new(&author, footprint)?;
		let at = frame_system::Pallet::<T>::block_number();
		let made = Commitment { moment: Self::moment(), at, ticket };
		Commitments::<T>::insert(&author, commitment, made);
		Self::deposit_event(Event::Committed { author, commitment });
		Ok(())
	}

	pub(crate) fn do_reveal(
		author: T::AccountId,
		content: Content,
		description: Description,
		salt: [u8; 32],
	) -> Result<u32, DispatchError> {
		let commitment = commitment_to(&author, &content, &description, &salt);
		let made = Commitments::<T>::take(&author, commitment).ok_or(Error::<T>::NotCommitted)?;
		let now = frame_system::Pallet::<T>::block_number();
		// Who sees a reveal in the pool cannot commit and reveal before it in the same block.
		ensure!(now > made.at, Error::<T>::RevealTooEarly);
		ensure!(now <= Self::last_reveal(&made), Error::<T>::RevealTooLate);
		made.ticket.drop(&author)?;
		let pages = Self::do_anchor(author.clone(), content, description, Some(made.moment))?;
		Self::deposit_event(Event::Revealed { author, commitment });
		Ok(pages)
	}

	pub(crate) fn do_withdraw_commitment(
		caller: T::AccountId,
		author: T::AccountId,
		commitment: Hash,
	) -> DispatchResult {
		let made = Commitments::<T>::take(&author, commitment).ok_or(Error::<T>::NotCommitted)?;
		let now = frame_system::Pallet::<T>::block_number();
		ensure!(
			caller == author || now > Self::last_reveal(&made),
			Error::<T>::CommitmentNotExpired
		);
		made.ticket.drop(&author)?;
		Self::deposit_event(Event::CommitmentWithdrawn { author, commitment });
		Ok(())
	}

	pub(crate) fn do_dispute(
		author: T::AccountId,
		anchor: AnchorId,
		statement: Statement,
	) -> Result<u32, DispatchError> {
		Self::anchor_of(anchor)?;
		let subject = Subject::Dispute(anchor);
		let (dispute, pages) = Self::append_statement(&author, subject, statement)?;
		Self::deposit_event(Event::Disputed { dispute, anchor, author });
		Ok(pages)
	}

	pub(crate) fn do_retract(
		author: T::AccountId,
		anchor: AnchorId,
		statement: Statement,
	) -> Result<u32, DispatchError> {
		let entry = Self::anchor_of(anchor)?;
		ensure!(entry.author == Author::Account(author.clone()), Error::<T>::NotAuthor);
		let subject = Subject::Retraction(anchor);
		let (retraction, pages) = Self::append_statement(&author, subject, statement)?;
		Self::deposit_event(Event::Retracted { retraction, anchor });
		Ok(pages)
	}

	pub(crate) fn do_renew(author: T::AccountId, anchor: AnchorId) -> DispatchResult {
		let mut row = Rows::<T>::get(anchor).ok_or(Error::<T>::RowNotFound)?;
		let entry = Entries::<T>::get(anchor).ok_or(Error::<T>::RowNotFound)?;
		ensure!(entry.author == Author::Account(author), Error::<T>::NotAuthor);
		row.evictable_from = Self::evictable_from();
		let evictable_from = row.evictable_from;
		Rows::<T>::insert(anchor, row);
		Self::deposit_event(Event::Renewed { anchor, evictable_from });
		Ok(())
	}

	pub(crate) fn do_evict(caller: T::AccountId, anchors: Vec<AnchorId>) -> DispatchResult {
		let now = frame_system::Pallet::<T>::block_number();
		for anchor in anchors {
			let row = Rows::<T>::take(anchor).ok_or(Error::<T>::RowNotFound)?;
			let entry = Entries::<T>::get(anchor).ok_or(Error::<T>::RowNotFound)?;
			// Accounts alone have rows.
			let Author::Account(author) = entry.author else {
				return Err(Error::<T>::RowNotFound.into());
			};
			ensure!(caller == author || now >= row.evictable_from, Error::<T>::RowNotEvictable);
			for (older, _) in links_of(&entry.subject, &row.details) {
				Links::<T>::remove(older, ordered(anchor));
			}
			if let Subject::Anchor(content) = entry.subject {
				ByDigest::<T>::remove(content.digest(), ordered(anchor));
			}
			if let Some(binding) = soft_binding_of(&row.details) {
				BySoftBinding::<T>::remove(binding, ordered(anchor));
			}
			ByAuthor::<T>::remove(&author, ordered(anchor));
			row.ticket.drop(&author)?;
			Self::deposit_event(Event::Evicted { anchor });
		}
		Ok(())
	}

	pub(crate) fn do_open_window(
		opener: T::AccountId,
		anchor: AnchorId,
		slots: u32,
		least_electorate: u32,
		until: BlockNumberFor<T>,
	) -> DispatchResult {
		Self::anchor_of(anchor)?;
		ensure!((1..=T::MaxSlots::get()).contains(&slots), Error::<T>::SlotsOutOfRange);
		let scope = T::PersonScopes::open(&opener, Slots::Acts(slots), least_electorate, until)?;
		Self::burn(&opener, Footprint::from_parts(1, WINDOW_BYTES as usize))?;
		let price = Self::price(Footprint::from_parts(1, CLAIM_BYTES as usize));
		T::Currency::hold(
			&HoldReason::ClaimSlots.into(),
			&opener,
			price.saturating_mul(slots.into()),
		)?;
		let window = scope.scope;
		let opened = Window {
			opener: opener.clone(),
			scope,
			anchor,
			until,
			slots,
			used: 0,
			price,
			closed: false,
		};
		Windows::<T>::insert(window, opened);
		Self::deposit_event(Event::WindowOpened { window, anchor, opener, slots, until });
		Ok(())
	}

	pub(crate) fn do_claim(
		alias: Alias,
		id: ScopeId,
		anchor: AnchorId,
		claim: Claim,
	) -> Result<u32, DispatchError> {
		let mut window = Windows::<T>::get(id).ok_or(Error::<T>::WindowNotFound)?;
		ensure!(anchor == window.anchor, Error::<T>::OtherAnchor);
		ensure!(!window.closed && T::PersonScopes::is_open(id), Error::<T>::WindowNotOpen);
		ensure!(window.used < window.slots, Error::<T>::SlotsUsed);
		window.used.saturating_inc();
		Windows::<T>::insert(id, window);
		Tallies::<T>::mutate(anchor, (id, claim), |count| {
			*count = count.defensive_saturating_add(1);
		});
		let entry = Self::entry(
			Author::Person(alias.to_be_bytes()),
			Subject::Claim { anchor, claim, window: id },
			None,
			hash_details::<HostHasher>(&[]),
		);
		let appended = Self::append(entry)?;
		let leaf = appended.index;
		Self::deposit_event(Event::Claimed { leaf, anchor, claim, window: id, alias });
		Ok(appended.pages)
	}

	pub(crate) fn do_close_window(caller: T::AccountId, id: ScopeId) -> DispatchResult {
		let mut window = Windows::<T>::get(id).ok_or(Error::<T>::WindowNotFound)?;
		ensure!(!window.closed, Error::<T>::WindowClosed);
		ensure!(
			caller == window.opener || !T::PersonScopes::is_open(id),
			Error::<T>::WindowStillOpen
		);
		T::PersonScopes::close(id)?;
		let reason = HoldReason::ClaimSlots.into();
		let used = window.price.saturating_mul(window.used.into());
		let all = window.price.saturating_mul(window.slots.into());
		T::Currency::burn_held(&reason, &window.opener, used, Precision::Exact, Fortitude::Force)?;
		let unused = all.saturating_sub(used);
		T::Currency::release(&reason, &window.opener, unused, Precision::Exact)?;
		window.closed = true;
		let used = window.used;
		Windows::<T>::insert(id, window);
		Self::deposit_event(Event::WindowClosed { window: id, used });
		Ok(())
	}

	/// The entry of an anchor.
	fn anchor_of(anchor: AnchorId) -> Result<Entry<T::AccountId>, Error<T>> {
		Entries::<T>::get(anchor)
			.filter(|entry| matches!(entry.subject, Subject::Anchor(_)))
			.ok_or(Error::<T>::NotAnchor)
	}

	/// The last block in which a commitment can be revealed.
	pub(crate) fn last_reveal(made: &Commitment<T>) -> BlockNumberFor<T> {
		made.at.saturating_add(T::RevealPeriod::get())
	}

	/// From which block on anybody may evict a row that is made or renewed now.
	fn evictable_from() -> BlockNumberFor<T> {
		frame_system::Pallet::<T>::block_number().saturating_add(T::RowPeriod::get())
	}

	fn append_statement(
		author: &T::AccountId,
		subject: Subject,
		statement: Statement,
	) -> Result<(AnchorId, u32), DispatchError> {
		ensure!(is_text(&statement.memo), Error::<T>::NotText);
		Self::append_row(author, subject, None, Details::Statement(statement), false)
	}

	/// Appends a leaf of an account's, with its row, and takes what both cost. `new_sight`: whether
	/// its hash has no first sight yet.
	fn append_row(
		author: &T::AccountId,
		subject: Subject,
		committed: Option<Moment>,
		details: Details,
		new_sight: bool,
	) -> Result<(AnchorId, u32), DispatchError> {
		let links = links_of(&subject, &details);
		let ticket = T::Consideration::new(author, row_footprint(&details, links.len()))?;
		let by = Author::Account(author.clone());
		let entry = Self::entry(by, subject, committed, hash_of(&details));
		Self::pay_for_leaf(author, &entry, new_sight)?;
		let appended = Self::append(entry)?;
		let anchor = appended.index;
		for (older, link) in links {
			Links::<T>::insert(older, ordered(anchor), link);
		}
		if let Some(binding) = soft_binding_of(&details) {
			BySoftBinding::<T>::insert(binding, ordered(anchor), ());
		}
		ByAuthor::<T>::insert(author, ordered(anchor), ());
		Rows::<T>::insert(anchor, Row { details, ticket, evictable_from: Self::evictable_from() });
		Ok((anchor, appended.pages))
	}
}
