//! JSON-RPC: a thin layer over the runtime APIs
