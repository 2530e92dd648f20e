//! A policy: which issuers' tickets count for how much, and how much admits a person. Nothing here knows of
//! storage.
//!
//! Two quorums that weigh at least `T` each share issuers that weigh at least `2T - W`, `W` being
//! what all issuers weigh. If that is more than any one issuer weighs, they share at least two; and
//! if no more than one of all issuers is corrupt, they share an honest one, which gives a human one
//! tag. So no human is admitted twice. (That a class of evidence counts once only makes quorums
//! greater.)
//!
//! It must hold for quorums of different times too. So a policy never changes: another one takes its place,
//! as a whole; and while live persons rest on the one before, whoever is admitted is so by a quorum of both.
//! There are no more than two at a time.

use crate::{MAX_ISSUERS, MAX_TICKETS};
use alloc::{collections::BTreeMap, vec::Vec};
use census_primitives::IssuerId;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use frame_support::{pallet_prelude::ConstU32, BoundedVec};
use scale_info::TypeInfo;

/// The number of a policy, in the order in which they began.
pub type PolicyId = u32;

/// One of a policy's issuers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Member {
	/// The issuer.
	pub issuer: IssuerId,
	/// What its ticket counts towards the threshold.
	pub weight: u32,
	/// Its class of evidence. In one quorum a class counts once, with its greatest weight.
	pub class: u32,
}

/// A policy's issuers.
pub type Members = BoundedVec<Member, ConstU32<MAX_ISSUERS>>;

/// Which issuers' tickets count for how much, and how much admits a person.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Policy {
	/// Its number.
	pub number: PolicyId,
	/// The weight that a quorum's tickets must have.
	pub threshold: u32,
	/// The issuers, by their numbers.
	pub members: Members,
}

/// The policy before the present one, as long as live persons were last admitted under it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct FormerPolicy<BlockNumber> {
	/// The policy.
	pub policy: Policy,
	/// The first block in which those are over who have not renewed.
	pub deadline: BlockNumber,
}

/// The policies to which an admission has to keep.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Policies<BlockNumber> {
	/// The present one.
	pub current: Policy,
	/// The one before.
	pub former: Option<FormerPolicy<BlockNumber>>,
}

/// How many live persons were last admitted under which policy.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct LiveCounts {
	/// The present policy.
	pub policy: PolicyId,
	/// Under that.
	pub current: u32,
	/// Under the one before.
	pub former: u32,
}

impl LiveCounts {
	/// All of them.
	pub fn all(&self) -> u32 {
		self.current.saturating_add(self.former)
	}
}

impl Policy {
	/// What all issuers weigh.
	pub fn weight(&self) -> u64 {
		self.members.iter().map(|member| u64::from(member.weight)).sum()
	}

	/// What the heaviest issuer weighs.
	pub fn heaviest(&self) -> u64 {
		self.members.iter().map(|member| u64::from(member.weight)).max().unwrap_or_default()
	}

	/// Whether an issuer's ticket counts.
	pub fn has(&self, issuer: IssuerId) -> bool {
		self.members.iter().any(|member| member.issuer == issuer)
	}

	/// What these issuers' tickets weigh together: each class once, with its greatest weight.
	pub fn weight_of(&self, issuers: &[IssuerId]) -> u64 {
		let mut classes = BTreeMap::<u32, u32>::new();
		for member in self.members.iter().filter(|member| issuers.contains(&member.issuer)) {
			let greatest = classes.entry(member.class).or_default();
			*greatest = member.weight.max(*greatest);
		}
		classes.into_values().map(u64::from).sum()
	}

	/// Whether these issuers' tickets weigh the threshold.
	pub fn admits(&self, issuers: &[IssuerId]) -> bool {
		self.weight_of(issuers) >= u64::from(self.threshold)
	}

	/// Whether any two quorums share at least two issuers: `2T > W + w`.
	pub fn quorums_intersect(&self) -> bool {
		2 * u64::from(self.threshold) > self.weight().saturating_add(self.heaviest())
	}

	/// How many issuers, whichever, may be corrupt while any two quorums share an honest one; `None` where they
	/// need not share any.
	pub fn corrupt_issuers(&self) -> Option<u32> {
		// What any two quorums share at least.
		let shared = (2 * u64::from(self.threshold)).checked_sub(self.weight());
		let shared = shared.filter(|shared| *shared > 0)?;
		let mut weights: Vec<_> = self.members.iter().map(|member| member.weight).collect();
		weights.sort_unstable_by(|one, other| other.cmp(one));
		let mut heaviest = 0;
		let fewer = weights.into_iter().take_while(|weight| {
			heaviest += u64::from(*weight);
			heaviest < shared
		});
		Some(fewer.count() as u32)
	}
}

impl<BlockNumber> Policies<BlockNumber> {
	/// The policies that an admission has to meet.
	pub fn in_force(&self) -> impl Iterator<Item = &Policy> {
		self.former.iter().map(|former| &former.policy).chain([&self.current])
	}

	/// Whether these issuers' tickets admit a person.
	pub fn admit(&self, issuers: &[IssuerId]) -> bool {
		self.in_force().all(|policy| policy.admits(issuers))
	}

	/// Whether an issuer's tickets count for anything.
	pub fn count(&self, issuer: IssuerId) -> bool {
		self.in_force().any(|policy| policy.has(issuer))
	}

	/// One of them.
	pub fn numbered(&self, number: PolicyId) -> Option<&Policy> {
		self.in_force().find(|policy| policy.number == number)
	}
}

/// Who can admit anybody.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Reach {
	/// No tickets that fit one admission weigh enough.
	Never,
	/// Some do, and every one of them is needed, or one of them at least.
	AllPresent,
	/// Some do, whichever one issuer is missing.
	OneMissing,
}

/// Whether tickets that fit one admission can be a quorum of all these policies.
pub fn reach(policies: &[&Policy]) -> Reach {
	let Some(quorum) = find_quorum(policies, |_| true) else { return Reach::Never };
	let without = |missing: IssuerId| find_quorum(policies, |issuer| issuer != missing).is_some();
	// Of those who are not in this quorum none is needed.
	if quorum.into_iter().all(without) {
		Reach::OneMissing
	} else {
		Reach::AllPresent
	}
}

/// Shares of weight that the second of two policies has where a quorum of both is looked for.
const SHARES: u64 = 8;

/// Issuers among those that `counts` says whose tickets, as many as fit one admission, are a quorum of all
/// these policies.
///
/// Of one policy one is found if there is any. Of two there may be one that is not found: whoever weighs most
/// for both is taken first, for several opinions of which policy counts how much. Where it is not found, a change
/// of policy is refused that could be, and must be made in two steps.
pub fn find_quorum(
	policies: &[&Policy],
	counts: impl Fn(IssuerId) -> bool,
) -> Option<Vec<IssuerId>> {
	let mut issuers = BTreeMap::<IssuerId, (u32, [u64; 2])>::new();
	for (place, policy) in policies.iter().enumerate().take(2) {
		for member in policy.members.iter().filter(|member| counts(member.issuer)) {
			let (_, weights) = issuers.entry(member.issuer).or_insert((member.class, [0; 2]));
			weights[place] = member.weight.into();
		}
	}
	let threshold = |place: usize| policies.get(place).map_or(0, |one| u64::from(one.threshold));
	let thresholds = [threshold(0), threshold(1)];
	let shares = if policies.len() < 2 { 1..2 } else { 1..SHARES };
	shares.into_iter().find_map(|share| {
		// A unit of the one policy's threshold is worth as much as one of the other's.
		let worth = |place: usize| {
			let share = if place == 0 { share } else { SHARES - share };
			share * thresholds[1 - place].max(1)
		};
		take_heaviest(&issuers, thresholds, [worth(0), worth(1)])
	})
}

/// Takes whoever adds most to what is wanting, one after the other.
fn take_heaviest(
	issuers: &BTreeMap<IssuerId, (u32, [u64; 2])>,
	mut wanting: [u64; 2],
	worth: [u64; 2],
) -> Option<Vec<IssuerId>> {
	let mut chosen = Vec::new();
	let mut classes = Vec::<(u32, [u64; 2])>::new();
	while wanting != [0; 2] {
		if chosen.len() as u32 == MAX_TICKETS {
			return None;
		}
		// A class counts once, so that what it has counted already is no gain.
		let gains = |class: u32, weights: &[u64; 2]| {
			let known = classes.iter().find(|(known, _)| *known == class);
			let known = known.map_or([0; 2], |(_, known)| *known);
			let gain = |place: usize| weights[place].saturating_sub(known[place]);
			[gain(0).min(wanting[0]), gain(1).min(wanting[1])]
		};
		let value = |[first, second]: [u64; 2]| {
			u128::from(first) * u128::from(worth[0]) + u128::from(second) * u128::from(worth[1])
		};
		let (issuer, (class, weights)) = issuers
			.iter()
			.filter(|(issuer, _)| !chosen.contains(*issuer))
			.max_by_key(|(_, (class, weights))| value(gains(*class, weights)))?;
		let gained = gains(*class, weights);
		if gained == [0; 2] {
			return None;
		}
		chosen.push(*issuer);
		wanting = [wanting[0] - gained[0], wanting[1] - gained[1]];
		match classes.iter_mut().find(|(known, _)| known == class) {
			Some((_, known)) => {
				*known = [known[0].max(weights[0]), known[1].max(weights[1])];
			}
			None => classes.push((*class, *weights)),
		}
	}
	Some(chosen)
}

/// What admission guarantees, as issuers and policies are.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	serde::Serialize,
	serde::Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Guarantee {
	/// Whether the issuers that are active could admit anybody now.
	pub admitting: bool,
	/// Whether they could, whichever one of them stopped.
	pub spare: bool,
	/// How many issuers, whichever, may be corrupt while one human still has at most one live
	/// person. `None` where not even honest issuers are enough, for quorums may be disjoint.
	pub corrupt_issuers: Option<u32>,
	/// Whether the chain refuses policies under which a single corrupt issuer would be too many.
	pub enforced: bool,
	/// The first block in which those are over who rest on the policy before and have not renewed.
	pub former_until: Option<u32>,
}

impl fmt::Display for Guarantee {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self.corrupt_issuers {
			None => f.write_str(
				"One human may have several live persons, even if all issuers are honest: two \
				 quorums need not share any issuer.",
			)?,
			Some(0) => f.write_str(
				"One human has at most one live person as long as all issuers are honest. One \
				 corrupt issuer may give a human several.",
			)?,
			Some(1) => f.write_str(
				"One human has at most one live person as long as at most 1 issuer is corrupt.",
			)?,
			Some(corrupt) => write!(
				f,
				"One human has at most one live person as long as at most {corrupt} issuers are \
				 corrupt.",
			)?,
		}
		f.write_str(if self.enforced {
			" The chain refuses policies under which one corrupt issuer would be too many."
		} else {
			" The chain does not refuse policies that weaken this."
		})?;
		f.write_str(
			" Governance says who the issuers are: when a policy of its has taken the place of the one \
			 before, it can have admitted whom it likes.",
		)?;
		if let Some(until) = self.former_until {
			write!(
				f,
				" Whoever is admitted now is so by a quorum of two policies: persons rest on the one \
				 before, and are over from block {until} on if they have not renewed. It ends with the \
				 last of them."
			)?;
		}
		f.write_str(match (self.admitting, self.spare) {
			(true, true) => "",
			(true, false) => " If one certain issuer stops, nobody can be admitted.",
			(false, _) => " At present the active issuers can admit nobody.",
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	fn policy(threshold: u32, members: &[(IssuerId, u32, u32)]) -> Policy {
		let member = |(issuer, weight, class): &(_, _, _)| Member {
			issuer: *issuer,
			weight: *weight,
			class: *class,
		};
		let members = Members::truncate_from(members.iter().map(member).collect());
		Policy { number: 0, threshold, members }
	}

	/// Issuers of weight 1, each of a class of its own.
	fn equals(threshold: u32, issuers: core::ops::Range<IssuerId>) -> Policy {
		policy(threshold, &issuers.map(|issuer| (issuer, 1, issuer)).collect::<Vec<_>>())
	}

	#[test]
	fn what_eight_tickets_cannot_bring_is_out_of_reach() {
		assert_eq!(reach(&[&equals(8, 0..14)]), Reach::OneMissing);
		assert_eq!(reach(&[&equals(9, 0..16)]), Reach::Never);
		assert_eq!(reach(&[&equals(3, 0..3)]), Reach::AllPresent);
		assert_eq!(reach(&[&equals(3, 0..4)]), Reach::OneMissing);
		assert_eq!(reach(&[&equals(1, 0..0)]), Reach::Never);
		// A class counts once.
		let twins = policy(2, &[(0, 1, 0), (1, 1, 0), (2, 1, 1)]);
		assert_eq!(reach(&[&twins]), Reach::AllPresent);
		let of_one = policy(2, &[(0, 1, 0), (1, 1, 0)]);
		assert_eq!(reach(&[&of_one]), Reach::Never);
	}

	#[test]
	fn two_policies_are_met_together_if_their_issuers_fit() {
		assert_eq!(reach(&[&equals(3, 0..4), &equals(3, 4..8)]), Reach::OneMissing);
		assert_eq!(reach(&[&equals(4, 0..5), &equals(4, 5..10)]), Reach::OneMissing);
		assert_eq!(reach(&[&equals(5, 0..7), &equals(5, 7..14)]), Reach::Never);
		assert_eq!(reach(&[&equals(5, 0..7), &equals(5, 2..9)]), Reach::OneMissing);
		assert_eq!(reach(&[&equals(2, 0..2), &equals(3, 0..3)]), Reach::AllPresent);
		// Two of one class, of whom each counts in one of the policies alone.
		let (one, other) = (policy(1, &[(0, 1, 7)]), policy(1, &[(1, 1, 7)]));
		assert_eq!(find_quorum(&[&one, &other], |_| true).map(|both| both.len()), Some(2));
	}

	fn any_policy() -> impl Strategy<Value = Policy> {
		let member = (1u32..5, 0u32..6);
		(prop::collection::btree_map(0u32..12, member, 1..11), 1u32..12).prop_map(
			|(members, threshold)| {
				let member = |(issuer, (weight, class))| Member { issuer, weight, class };
				let members = members.into_iter().map(member).collect();
				Policy { number: 0, threshold, members: Members::truncate_from(members) }
			},
		)
	}

	/// Of all sets of issuers, whether one that fits is a quorum of all these.
	fn exists(policies: &[&Policy]) -> bool {
		(0u32..1 << 12).filter(|set| set.count_ones() <= MAX_TICKETS).any(|set| {
			let issuers: Vec<_> = (0..12).filter(|issuer| set >> issuer & 1 == 1).collect();
			policies.iter().all(|policy| policy.admits(&issuers))
		})
	}

	proptest! {
		#![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

		#[test]
		fn a_quorum_of_one_policy_is_found_if_there_is_one(policy in any_policy()) {
			let found = find_quorum(&[&policy], |_| true);
			prop_assert_eq!(found.is_some(), exists(&[&policy]));
			prop_assert!(found.is_none_or(|issuers| policy.admits(&issuers)));
		}

		#[test]
		fn what_is_found_is_a_quorum_of_both(
			one in any_policy(),
			(other, classes) in (any_policy(), any::<bool>()),
		) {
			// An issuer has one class, whatever the policy.
			let mut other = other;
			for member in &mut other.members {
				let known = one.members.iter().find(|known| known.issuer == member.issuer);
				member.class = known.filter(|_| classes).map_or(member.issuer, |known| known.class);
			}
			let mut one = one;
			if !classes {
				one.members.iter_mut().for_each(|member| member.class = member.issuer);
			}
			if let Some(issuers) = find_quorum(&[&one, &other], |_| true) {
				prop_assert!(issuers.len() as u32 <= MAX_TICKETS);
				prop_assert!(one.admits(&issuers) && other.admits(&issuers));
			}
		}

		/// The inequality is what it is for: any two quorums share two issuers.
		#[test]
		fn quorums_share_two_issuers_where_they_intersect(
			policy in any_policy(), first: u16, second: u16,
		) {
			let set = |bits: u16| (0..12).filter(|id| bits >> id & 1 == 1).collect::<Vec<_>>();
			let (one, other) = (set(first), set(second));
			if policy.quorums_intersect() && policy.admits(&one) && policy.admits(&other) {
				let shared = one.iter().filter(|id| other.contains(id) && policy.has(**id));
				prop_assert!(shared.count() >= 2);
			}
		}
	}
}
