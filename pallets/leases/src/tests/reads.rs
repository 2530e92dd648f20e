use crate::{mock::*, LeaseDetails, Mode, Quote, State};
use frame_support::assert_ok;

#[test]
fn a_quote_says_what_a_lease_costs_and_holds() {
	run(|| {
		let quote = Market::quote(&METERED, 33, 25);
		assert_eq!(
			quote,
			Quote {
				price: 82,
				fee: 5,
				least_funding: 17,
				order_deposit: AMOUNTS.order_deposit,
				bounty: AMOUNTS.bounty,
				bid_deposit: AMOUNTS.bid_deposit,
				lease_cover: AMOUNTS.lease_cover,
			}
		);
		assert_eq!(Market::quote(&FIXED, 33, 25).least_funding, 132);
		assert_eq!(Market::quote(&PROVEN, 33, 25).least_funding, 27);
		assert_eq!(Market::quote(&METERED, u64::MAX, u64::MAX).price, u64::MAX);
	});
}

#[test]
fn the_quoted_funding_is_the_least_that_is_taken() {
	run(|| {
		register(ALICE);
		for mode in [METERED, FIXED, PROVEN] {
			for rate in [1, 7, 10, 33] {
				let least = Market::quote(&mode, rate, 0).least_funding;
				let order = post(mode.clone());
				assert_ok!(Market::bid(by(ALICE), order, rate, 6));
				assert_refused(
					|| Market::accept_bid(by(TINA), order, ALICE, rate, 6, least - 1),
					crate::Error::FundsTooLow,
				);
				assert_ok!(Market::accept_bid(by(TINA), order, ALICE, rate, 6, least));
				assert_ok!(Market::close(by(TINA), order));
			}
		}
	});
}

#[test]
fn a_lease_is_shown_as_of_now_though_nobody_has_touched_it() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 30);
		skip_to(13);
		let before = stored(lease);
		let shown = Market::lease_details(lease).unwrap();
		assert_eq!((shown.owed, shown.payable), (12, 0));
		assert_eq!(shown.runs_dry_at, Some(31));
		assert_eq!(shown.ended, None);
		skip_to(32);
		let ended = Market::lease_details(lease).unwrap().ended.unwrap();
		assert_eq!((ended.at, ended.reason), (21, crate::CloseReason::Silent));
		assert_eq!(stored(lease), before, "asking changed the lease");
		skip_to(13);
		assert_eq!(Market::lease_details(lease).unwrap(), shown);
		assert_eq!(Market::lease_details(99), None);
	});
}

#[test]
fn a_proven_lease_shows_what_to_bind_a_proof_to() {
	run(|| {
		register(ALICE);
		let lease = active(PROVEN, 50, 200);
		let shown = Market::lease_details(lease).unwrap();
		assert_eq!(shown.binding, Some(Market::binding_of(lease, 0, &ALICE).into()));
		assert_eq!(shown.runs_dry_at, None);
	});
}

#[test]
fn lists_come_in_pages_and_leave_nothing_out() {
	run(|| {
		let accounts: Vec<u64> = (5_000..5_025).collect();
		for who in &accounts {
			give_funds(*who);
			register(*who);
			assert_ok!(Market::register_auditor(by(*who), [1; 32]));
			assert_ok!(Market::audit(by(*who), 5_000, attributes(&[("region", "eu")])));
			post(METERED);
		}
		/// All items, four at a time.
		fn all<K: Copy + Ord, V>(page: impl Fn(Option<&K>) -> Vec<(K, V)>) -> Vec<K> {
			let mut found: Vec<K> = Vec::new();
			loop {
				let next = page(found.last());
				if next.is_empty() {
					found.sort();
					return found;
				}
				assert!(next.len() <= 4);
				found.extend(next.into_iter().map(|(key, _)| key));
			}
		}
		assert_eq!(all(|after| Market::providers(after, 4)), accounts);
		assert_eq!(all(|after| Market::auditors(after, 4)), accounts);
		assert_eq!(all(|after| Market::audits(&5_000, after, 4).items), accounts);
		let orders: Vec<u64> = (0..25).collect();
		assert_eq!(all(|after: Option<&u64>| Market::open_orders(after.copied(), 4).items), orders);
		let mine = |after: Option<&u64>| {
			Market::involved(&TINA, after.copied(), 4).into_iter().map(|id| (id, ())).collect()
		};
		assert_eq!(all(mine), orders);
	});
}

#[test]
fn orders_that_fit_are_found_a_bounded_number_at_a_time() {
	run(|| {
		register(ALICE);
		for number in 0..20 {
			let mut wanted = terms(METERED);
			wanted.resources = cpu(if number % 2 == 0 { 4 } else { 41 });
			assert_ok!(Market::post_order(by(TINA), Box::new(wanted), 50));
		}
		let (mut found, mut after, mut pages) = (Vec::new(), None, 0);
		loop {
			let page = Market::fitting_orders(&ALICE, after, 6);
			assert!(page.orders.len() <= 6);
			found.extend(page.orders);
			pages += 1;
			after = page.next;
			if after.is_none() {
				break;
			}
		}
		found.sort();
		assert_eq!(found, (0..20).step_by(2).collect::<Vec<_>>());
		assert_eq!(pages, 2, "a page has what it was asked for, as long as there is more");
		assert_eq!(Market::fitting_orders(&BOB, None, 6).orders, Vec::<u64>::new());
	});
}

/// Whoever reads page by page takes an empty page for the end.
#[test]
fn a_page_is_empty_at_the_end_only() {
	run(|| {
		register(ALICE);
		give_funds(5_000);
		register(5_000);
		for auditor in 5_001..5_021 {
			give_funds(auditor);
			assert_ok!(Market::register_auditor(by(auditor), [1; 32]));
			assert_ok!(Market::audit(by(auditor), 5_000, attributes(&[("region", "eu")])));
		}
		for number in 0..20 {
			// Those that are past their time are still there until they are seen to.
			let open_for = if number % 5 == 0 { 50 } else { 3 };
			assert_ok!(Market::post_order(by(TINA), Box::new(terms(METERED)), open_for));
		}
		skip_to(5);
		assert_ok!(Market::deregister_provider(by(5_000)));
		register(5_000);
		for auditor in [5_003, 5_012] {
			assert_ok!(Market::audit(by(auditor), 5_000, attributes(&[("region", "eu")])));
		}
		assert_eq!(crate::Orders::<Test>::iter().count(), 20);

		/// Goes on behind the last item for as long as there is one.
		fn all<K: Copy + Ord>(page: impl Fn(Option<K>) -> Vec<K>) -> Vec<K> {
			let mut found = Vec::new();
			while let Some(next) = page(found.last().copied()).first() {
				found.push(*next);
			}
			found.sort();
			found
		}
		let keys = |items: Vec<(u64, _)>| items.into_iter().map(|(id, _)| id).collect();
		assert_eq!(all(|after| keys(Market::open_orders(after, 1).items)), [0, 5, 10, 15]);
		assert_eq!(all(|after| Market::fitting_orders(&ALICE, after, 1).orders), [0, 5, 10, 15]);
		let audits = |after: Option<u64>| {
			let page = Market::audits(&5_000, after.as_ref(), 1);
			page.items.into_iter().map(|(who, _)| who).collect()
		};
		assert_eq!(all(audits), [5_003, 5_012]);
	});
}

#[test]
fn json_is_in_camel_case_with_amounts_as_strings() {
	run(|| {
		register(ALICE);
		let lease = active(FIXED, 7, 28);
		let shown = Market::lease_details(lease).unwrap();
		let json = serde_json::to_value(&shown).unwrap();
		assert_eq!(json["lease"]["terms"]["rate"], "7");
		assert_eq!(json["lease"]["state"], "active");
		assert_eq!(json["lease"]["mode"]["fixed"]["span"], 40);
		assert_eq!(json["lease"]["books"]["funded"], "28");
		assert_eq!(json["lease"]["terms"]["resources"][0]["kind"], "cpu");
		assert_eq!(json["runsDryAt"], serde_json::Value::Null);
		let read: LeaseDetails<u64, u64, u64> = serde_json::from_value(json).unwrap();
		assert_eq!(read, shown);

		let gpu = crate::ResourceKind::Gpu(label("a100"));
		assert_eq!(serde_json::to_string(&gpu).unwrap(), r#"{"gpu":"a100"}"#);
		assert!(serde_json::from_str::<crate::ResourceKind>(r#"{"gpu":"A100"}"#).is_err());
		let starved: State<u64, u64> = State::Starved { until: 3 };
		assert_eq!(serde_json::to_string(&starved).unwrap(), r#"{"starved":{"until":3}}"#);
		let proven: Mode<u64> = PROVEN;
		let text = serde_json::to_string(&proven).unwrap();
		assert_eq!(serde_json::from_str::<Mode<u64>>(&text).unwrap(), proven);
		assert!(text.contains(&format!(r#""circuit":"0x{}""#, "07".repeat(32))), "{text}");
	});
}
