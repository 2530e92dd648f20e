//! Parameters that a method does not have. jsonrpsee passes them over; so a misspelt `at` would be
//! answered with the best block's state, as though it had been asked for, and a misspelt `after` with
//! the first page again.

use jsonrpsee::{
	core::RegisterMethodError,
	types::{error::INVALID_PARAMS_CODE, ErrorObjectOwned, Id, Params},
	MethodCallback, MethodResponse, MethodSink, Methods,
};
use serde::{
	de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor},
	Deserializer,
};
use std::{
	collections::HashMap,
	fmt,
	future::{ready, Future},
	pin::Pin,
	sync::Arc,
};

/// The names of the parameters of a method, in their order.
pub(crate) type Names = Arc<[&'static str]>;

/// The same methods, of which those that are described refuse parameters that they do not have.
pub(crate) fn strict(
	methods: impl Into<Methods>,
	described: &HashMap<&str, Names>,
) -> Result<Methods, RegisterMethodError> {
	let methods = methods.into();
	let mut strict = Methods::new();
	for name in methods.method_names() {
		let Some(callback) = methods.method(name) else { continue };
		let callback = match described.get(name) {
			Some(names) => around(callback.clone(), names.clone()),
			None => callback.clone(),
		};
		strict.verify_and_insert(name, callback)?;
	}
	Ok(strict)
}

/// A method that looks at its parameters' names first.
fn around(method: MethodCallback, names: Names) -> MethodCallback {
	match method {
		MethodCallback::Sync(call) => {
			MethodCallback::Sync(Arc::new(move |id, params, most, extensions| {
				match check(&params, &names) {
					Ok(()) => call(id, params, most, extensions),
					Err(error) => MethodResponse::error(id, error),
				}
			}))
		}
		MethodCallback::Async(call) => {
			MethodCallback::Async(Arc::new(move |id, params, connection, most, extensions| {
				match check(&params, &names) {
					Ok(()) => call(id, params, connection, most, extensions),
					Err(error) => later(MethodResponse::error(id, error)),
				}
			}))
		}
		MethodCallback::Subscription(call) => {
			MethodCallback::Subscription(Arc::new(move |id, params, sink, state, extensions| {
				match check(&params, &names) {
					Ok(()) => call(id, params, sink, state, extensions),
					Err(error) => unsubscribed(id, sink, error),
				}
			}))
		}
		// What ends a subscription is not described.
		other => other,
	}
}

type Response<'a> = Pin<Box<dyn Future<Output = MethodResponse> + Send + 'a>>;

fn later<'a>(response: MethodResponse) -> Response<'a> {
	Box::pin(ready(response))
}

/// Refuses a subscription. Its refusal is sent from here: jsonrpsee sends no answer to one.
fn unsubscribed(id: Id<'_>, sink: MethodSink, error: ErrorObjectOwned) -> Response<'static> {
	let response = MethodResponse::subscription_error(id, error);
	Box::pin(async move {
		// Nobody reads it where the connection is gone.
		let _ = sink.send(response.to_result()).await;
		response
	})
}

/// Looks at what a call brings, without keeping any of it: gives back what the method does not have.
struct Look<'a>(&'a [&'static str]);

impl<'de> DeserializeSeed<'de> for Look<'_> {
	type Value = Option<String>;

	fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
		deserializer.deserialize_any(self)
	}
}

impl<'de> Visitor<'de> for Look<'_> {
	type Value = Option<String>;

	fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("parameters by name or by position")
	}

	fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
		let mut count = 0;
		while items.next_element::<IgnoredAny>()?.is_some() {
			count += 1;
		}
		let surplus = count > self.0.len();
		Ok(surplus.then(|| format!("{count} parameters are too many for this method")))
	}

	fn visit_map<A: MapAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
		let mut unknown = None;
		while let Some((name, IgnoredAny)) = items.next_entry::<String, _>()? {
			if unknown.is_none() && !self.0.contains(&name.as_str()) {
				// As much of it as a name may have, whatever it is.
				let shown: String = name.chars().take(64).collect();
				unknown = Some(format!("the method has no parameter {shown:?}"));
			}
		}
		Ok(unknown)
	}
}

/// Whether a method has all parameters that it is given.
fn check(params: &Params<'_>, names: &[&'static str]) -> Result<(), ErrorObjectOwned> {
	// What cannot be read at all the method refuses itself.
	let problem = params.as_str().and_then(|text| {
		Look(names).deserialize(&mut serde_json::Deserializer::from_str(text)).ok().flatten()
	});
	let Some(problem) = problem else { return Ok(()) };
	let has = match names {
		[] => "it has none".to_string(),
		names => format!("it has: {}", names.join(", ")),
	};
	let problem = format!("{problem}; {has}");
	Err(ErrorObjectOwned::owned(INVALID_PARAMS_CODE, "Invalid params", Some(problem)))
}

#[cfg(test)]
mod tests {
	use super::*;
	use jsonrpsee::RpcModule;
	use serde_json::{json, Value};

	async fn ask(method: &str, params: Value) -> Result<Value, String> {
		let described = HashMap::from([
			("echo", Names::from(["one", "other"])),
			("slow", Names::from([])),
			("subscribe", Names::from(["after"])),
		]);
		let mut module = RpcModule::new(());
		let echo = |params: Params<'_>, _: &(), _: &_| params.as_str().map(str::to_string);
		module.register_method("echo", echo).unwrap();
		module.register_async_method("slow", |_, _, _| async { 7 }).unwrap();
		module.register_method("other", |_, (), _| 8).unwrap();
		module
			.register_subscription("subscribe", "news", "unsubscribe", |_, pending, _, _| async {
				drop(pending.accept().await);
			})
			.unwrap();
		let methods = strict(module, &described).unwrap();
		let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
		let (answer, _) = methods.raw_json_request(&request.to_string(), 1).await.unwrap();
		let mut answer: Value = serde_json::from_str(&answer).unwrap();
		match answer["error"].take() {
			Value::Null => Ok(answer["result"].take()),
			error => {
				assert_eq!(error["code"], json!(INVALID_PARAMS_CODE));
				Err(error["data"].as_str().unwrap().to_string())
			}
		}
	}

	#[tokio::test]
	async fn what_a_method_has_reaches_it() {
		for (method, params) in [
			("echo", json!([])),
			("echo", json!([1])),
			("echo", json!([1, null])),
			("echo", json!({})),
			("echo", json!({ "other": 1 })),
			("echo", json!({ "other": 1, "one": { "inner": [1, 2, 3] } })),
			("slow", json!([])),
			("subscribe", json!([])),
			("subscribe", json!([0])),
			("subscribe", json!({ "after": 0 })),
			// Nothing describes this one.
			("other", json!([1, 2, 3])),
		] {
			assert!(ask(method, params.clone()).await.is_ok(), "{method} {params}");
		}
	}

	#[tokio::test]
	async fn what_it_has_not_is_named() {
		for (method, params, words) in [
			(
				"echo",
				json!([1, 2, null]),
				"3 parameters are too many for this method; it has: one, other",
			),
			(
				"echo",
				json!({ "one": 1, "hash": 2 }),
				"the method has no parameter \"hash\"; it has: one, other",
			),
			("slow", json!([null]), "1 parameters are too many for this method; it has none"),
			("slow", json!({ "at": null }), "the method has no parameter \"at\"; it has none"),
			(
				"subscribe",
				json!([0, "junk"]),
				"2 parameters are too many for this method; it has: after",
			),
			(
				"subscribe",
				json!({ "from": 0 }),
				"the method has no parameter \"from\"; it has: after",
			),
		] {
			assert_eq!(ask(method, params).await, Err(words.to_string()));
		}
		let long = "a\n".repeat(1_000);
		let error = ask("echo", json!({ (long): 1 })).await.unwrap_err();
		assert!(error.len() < 200 && !error.contains('\n'), "{error}");
	}
}
