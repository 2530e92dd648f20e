//! What providers have and tenants need: amounts by kind.

use crate::types::data;
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;

/// The longest label, in bytes.
pub const MAX_LABEL: u32 = 32;
/// The most kinds of resources in one list.
pub const MAX_KINDS: u32 = 16;

/// A short name: printable ASCII without spaces and capitals, so that one thing has one spelling.
#[derive(
	Clone,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Label(pub BoundedVec<u8, ConstU32<MAX_LABEL>>);

impl Label {
	/// Whether the bytes are a label.
	pub fn is_valid(&self) -> bool {
		!self.0.is_empty()
			&& self.0.iter().all(|byte| byte.is_ascii_graphic() && !byte.is_ascii_uppercase())
	}
}

impl TryFrom<&str> for Label {
	type Error = &'static str;

	fn try_from(text: &str) -> Result<Self, Self::Error> {
		BoundedVec::try_from(Vec::from(text))
			.ok()
			.map(Self)
			.filter(Self::is_valid)
			.ok_or("a label is 1 to 32 printable ASCII characters without spaces and capitals")
	}
}

impl fmt::Display for Label {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		// Only valid labels are stored; another is shown as far as it can be.
		f.write_str(core::str::from_utf8(&self.0).unwrap_or("?"))
	}
}

impl fmt::Debug for Label {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		fmt::Display::fmt(self, f)
	}
}

data! {
	/// A kind of resource, with its unit.
	#[derive(PartialOrd, Ord)]
	pub enum ResourceKind {
		/// Thousandths of a processor core.
		Cpu,
		/// Memory, in MiB.
		Memory,
		/// Storage, in MiB.
		Storage,
		/// Bandwidth, in Mbit/s.
		Bandwidth,
		/// Graphics processors of one model, in pieces.
		Gpu(Label),
	}

	/// So much of a kind.
	pub struct Resource {
		/// Of which kind.
		pub kind: ResourceKind,
		/// How much, in the kind's unit. Never 0.
		pub amount: u64,
	}

	/// Resources by kind: in the kinds' order, each once, none of them 0.
	#[derive(Default)]
	pub struct Resources(pub BoundedVec<Resource, ConstU32<MAX_KINDS>>);
}

impl Resources {
	/// Whether the list is in its one canonical form, with valid labels.
	pub fn is_canonical(&self) -> bool {
		let ordered = self.0.windows(2).all(|pair| pair[0].kind < pair[1].kind);
		ordered
			&& self.0.iter().all(|resource| {
				let named = match &resource.kind {
					ResourceKind::Gpu(model) => model.is_valid(),
					_ => true,
				};
				named && resource.amount > 0
			})
	}

	/// How much there is of a kind.
	pub fn amount(&self, kind: &ResourceKind) -> u64 {
		self.0.iter().find(|resource| resource.kind == *kind).map_or(0, |found| found.amount)
	}

	/// Both together. `None` if there are too many kinds or an amount is too large: neither can be
	/// where the sum lies within a capacity.
	pub fn plus(&self, other: &Self) -> Option<Self> {
		let mut sum = self.clone();
		for Resource { kind, amount } in &other.0 {
			match sum.0.binary_search_by(|resource| resource.kind.cmp(kind)) {
				Ok(index) => {
					let found = sum.0.get_mut(index)?;
					found.amount = found.amount.checked_add(*amount)?;
				}
				Err(index) => {
					let resource = Resource { kind: kind.clone(), amount: *amount };
					sum.0.try_insert(index, resource).ok()?;
				}
			}
		}
		Some(sum)
	}

	/// This without the other. `None` if the other is not part of it.
	pub fn minus(&self, other: &Self) -> Option<Self> {
		let mut rest = self.clone();
		for Resource { kind, amount } in &other.0 {
			let found = rest.0.iter_mut().find(|resource| resource.kind == *kind)?;
			found.amount = found.amount.checked_sub(*amount)?;
		}
		rest.0.retain(|resource| resource.amount > 0);
		Some(rest)
	}

	/// The first kind of which there is less here than in `wanted`.
	pub fn first_short(&self, wanted: &Self) -> Option<ResourceKind> {
		let short = |resource: &&Resource| self.amount(&resource.kind) < resource.amount;
		wanted.0.iter().find(short).map(|resource| resource.kind.clone())
	}
}
