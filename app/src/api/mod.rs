//! The public interface: what is published, for other programs, under `/api/v1`.
//!
//! Nothing here needs an account and nothing changes anything. Its description for programs is
//! `/api/v1/openapi.json`, made from the types below, so the two can't differ.

mod answers;
mod listings;
mod problem;
mod suggestions;

use axum::{Json, Router, routing::get};
use http::{HeaderValue, header};
use utoipa::OpenApi;

use crate::state::AppState;
use problem::Problem;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Xinju public interface",
        description = "Published listings of the rental consultation centre: search them, read one. Free, without a key.",
        version = "1.0.0",
        license(name = "MIT")
    ),
    paths(listings::search, listings::show, suggestions::suggest),
    components(schemas(Problem))
)]
struct Description;

pub fn routes() -> Router<AppState> {
    let open = axum::middleware::map_response(|mut response: axum::response::Response| async {
        // Public data: any site's pages may read it.
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        let cache = headers.entry(header::CACHE_CONTROL);
        cache.or_insert(HeaderValue::from_static("no-cache"));
        response
    });
    Router::new()
        .route("/api/v1/listings", get(listings::search))
        .route("/api/v1/listings/{id}", get(listings::show))
        .route("/api/v1/suggestions", get(suggestions::suggest))
        .route("/api/v1/openapi.json", get(openapi))
        .route("/api/{*rest}", get(problem::unknown))
        .layer(open)
}

async fn openapi() -> Json<utoipa::openapi::OpenApi> {
    Json(Description::openapi())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_description_names_every_path_and_parameter() {
        let json = serde_json::to_value(Description::openapi()).unwrap();
        let search = &json["paths"]["/api/v1/listings"]["get"];
        let parameters: Vec<_> = search["parameters"]
            .as_array()
            .unwrap()
            .iter()
            .map(|parameter| parameter["name"].as_str().unwrap())
            .collect();
        for name in [
            "q", "district", "near", "box", "rent_max", "rooms", "sort", "limit", "after",
        ] {
            assert!(parameters.contains(&name), "{name} in {parameters:?}");
        }
        assert!(json["paths"]["/api/v1/listings/{id}"]["get"]["responses"]["404"].is_object());
        assert!(json["paths"]["/api/v1/suggestions"]["get"]["parameters"][0]["name"] == "q");
        assert!(json["components"]["schemas"]["ListingItem"]["properties"]["rent_yuan"].is_object());
    }
}
