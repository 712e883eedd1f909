// Made by scripts/api-types.ts from the OpenAPI document. Do not edit.
export interface paths {
    "/v1/surveys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Surveys, the newest first */
        get: operations["listSurveys"];
        put?: never;
        /** Survey all category flows now; answers when it is done */
        post: operations["runSurvey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/flows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Flows between categories, the widest first */
        get: operations["listFlows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/canals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Canals that could be opened, the most valuable first */
        get: operations["listCanals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/canals/{canal_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One canal with its evidence */
        get: operations["getCanal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/crowds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Crowds, saved by reference */
        get: operations["listCrowds"];
        put?: never;
        /** Save a crowd by its definition; nobody’s name is stored */
        post: operations["createCrowd"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/crowds/{crowd_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A crowd and how many people it holds now */
        get: operations["getCrowd"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/white-space": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Crowd × category: expected against observed penetration */
        get: operations["whiteSpace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incubations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Categories on their way to a target AAC */
        get: operations["incubations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/trends": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rises that season and the marketplace’s growth do not explain */
        get: operations["trends"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/defence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Buyers about to leave and merchants going inactive, with likely causes */
        get: operations["defence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Trained models, the newest first */
        get: operations["listModels"];
        put?: never;
        /** Train a model on what is known now; answers when it is done */
        post: operations["trainModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A model’s card: data, windows, leakage test, quality, limits */
        get: operations["getModel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model_id}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One account’s probability for one category, term by term */
        get: operations["explainModel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The policy that is live now */
        get: operations["getPolicy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Policies that were live, the latest first */
        get: operations["listPolicies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One policy whole, and what differs from the one before */
        get: operations["getPolicyVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies/{version}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a new version that equals an old one; live at once */
        post: operations["rollbackPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policy/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Changes: pending ones first, with their day, then the latest */
        get: operations["listPolicyChanges"];
        put?: never;
        /** Change rules, scenarios, experiments or the holdout; rules and scenarios after notice */
        post: operations["proposePolicyChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policy/changes/{change_id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Withdraw a change that is not live yet */
        post: operations["withdrawPolicyChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policy/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a draft on recent requests; nothing is stored */
        post: operations["dryRunPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rules/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Check a condition, and count the offers that it holds for */
        post: operations["checkCondition"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/open-canals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Canals that are open now */
        get: operations["listOpenCanals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/placements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Places that merchants pay for, with what came of them and what is due; a merchant’s: its own */
        get: operations["listPlacements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/canals/{canal_id}/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open a canal of the survey; holds from the next request */
        post: operations["openCanal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/canals/{canal_id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close a canal; holds from the next request */
        post: operations["closeCanal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/slates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Slates of offers for one or several surfaces, each slot with its reason */
        post: operations["slates"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audiences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Who should hear of a category or an offer: numbers and reasons, never people */
        post: operations["audiences"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/availability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What can be had right now; holds from the next request */
        post: operations["setAvailability"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Decisions, the latest first */
        get: operations["listDecisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/{decision_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One decision as it was written down */
        get: operations["getDecision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/{decision_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide again from the record, and compare byte for byte */
        post: operations["replayDecision"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Items for words and filters, ranked in the open, with facets */
        post: operations["search"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/suggestions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a person may be about to type */
        get: operations["suggestions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/items/{item_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An item and its offers, as serving knows them now */
        get: operations["itemView"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops/{shop_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The head of a shop’s page */
        get: operations["shopView"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shop-tree": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The category tree with items on sale, for menus */
        get: operations["shopTree"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/labels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What serving holds about an account, for its privacy page */
        get: operations["accountLabels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/search/explanation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A page of results, explained word by word, with what-ifs and any offer’s absence; nobody is shown it */
        post: operations["explainSearch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/search/own-offers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Where the merchant’s own offers stand for a query, and the smallest change that would help one of them */
        post: operations["explainOwnSearch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/search/quality": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Judged queries, runs, queries in vain, clicks by place */
        get: operations["searchQuality"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/search/judgements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say how well items answer queries; kept, the latest one holds */
        post: operations["judgeSearch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/search/quality/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask all judged queries now and keep their nDCG beside policy and snapshot */
        post: operations["measureSearch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/{decision_id}/explanation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why each slot is as it is: sources, terms, rules, gates, thresholds */
        get: operations["explainDecision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/{decision_id}/own-offers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a decision made of the merchant’s own offers: factors in bands, nothing of others */
        get: operations["explainForMerchant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/{decision_id}/own-offers/{offer_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What would have shown an own offer: the smallest change of price, refunds or stock, in steps */
        get: operations["ownChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/standing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why the merchant’s own offers stand where they do, over recent decisions */
        get: operations["standing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/{decision_id}/reasons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A plain sentence for each slot, for the person it was shown to */
        get: operations["explainForConsumer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/{decision_id}/absence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why an offer is not in a slate, and the smallest change that would put it there */
        get: operations["explainAbsence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/{decision_id}/what-if": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide again with offers or rules changed */
        post: operations["whatIf"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/parameters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The main parameters of ranking and their relative importance, from what is live */
        get: operations["parameters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/snapshots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Snapshots, the newest first, and the one that serves */
        get: operations["listSnapshots"];
        put?: never;
        /** Build a snapshot of what is known now; equal facts give the one there is */
        post: operations["buildSnapshot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/snapshots/{snapshot_id}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Serve from this snapshot, whole and at once; `previous` is the one before */
        post: operations["activateSnapshot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Transitions between surfaces, drop-off, steps and time to decide; a merchant’s: visits to its own offers, whole months */
        get: operations["journey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/price-power": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Bands of price power over the offers on sale, by category or merchant */
        get: operations["priceBoard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/price-power/offers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Offers with their band and the gap to the next; a merchant’s: its own, never another’s price */
        get: operations["pricedOffers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/track": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** One behaviour event (Segment track) */
        post: operations["track"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/identify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Who an account is (Segment identify) */
        post: operations["identify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/page": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** One page view (Segment page) */
        post: operations["page"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Many Segment messages */
        post: operations["batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/catalog": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Category trees, merchants, shops, brands, items, variants, offers */
        post: operations["catalog"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Parent orders with merchant orders and lines */
        post: operations["orders"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/refunds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refunds, cancellations, exchanges */
        post: operations["refunds"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/facts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Facts of any kind */
        post: operations["facts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rejected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rejected rows, latest first */
        get: operations["listRejected"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rejected/{rejected_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a rejected row again, mended or as it was */
        post: operations["replayRejected"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rejected/{rejected_id}/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close a rejected row without replaying it */
        post: operations["dismissRejected"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Imports, latest first */
        get: operations["listImports"];
        put?: never;
        /** Start a file import; it runs in the background */
        post: operations["createImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/imports/{import_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One import with its progress */
        get: operations["getImport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/imports/{import_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop a running import; what was accepted stays */
        post: operations["cancelImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What this instance is, and how far its data reach */
        get: operations["status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The metric registry */
        get: operations["listMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/metrics/{metric}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A metric at one as-of date */
        get: operations["getMetric"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/metrics/{metric}/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A metric at several as-of dates */
        get: operations["getSeries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Headline metrics with trend, and the waterfall */
        get: operations["overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The category tree with AAC, penetration and change */
        get: operations["listCategories"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/categories/{category_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One category: trend, children, metrics, merchants */
        get: operations["getCategory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/merchants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Merchants with AAC, GMV and shares */
        get: operations["listMerchants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/merchants/{merchant_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One merchant: shops, categories, trend */
        get: operations["getMerchant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cohorts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Monthly retention grid */
        get: operations["cohorts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/publications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Published revisions, latest first */
        get: operations["listPublications"];
        put?: never;
        /** Freeze a month end */
        post: operations["createPublication"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/erasures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Erase a person: personal data and person-level facts go */
        post: operations["createErasure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with email and password; sets a session cookie */
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the session */
        post: operations["signOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is asking */
        get: operations["me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** API keys */
        get: operations["listKeys"];
        put?: never;
        /** Make an API key; it is shown once */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a key */
        delete: operations["revokeKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People who may sign in */
        get: operations["listUsers"];
        put?: never;
        /** Let a person sign in */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a person and end their sessions */
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The marketplace’s settings */
        get: operations["getSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change settings; audited */
        patch: operations["patchSettings"];
        trace?: never;
    };
    "/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who changed what, latest first */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/doctor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Checks of engines, folder, disk, log and clock */
        get: operations["doctor"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        MeInput: {
            /** @enum {string} */
            kind: "person" | "key" | "local";
            id: string;
            name: string;
            email: string | null;
            /** @enum {string} */
            role: "operator" | "industry_operator" | "merchant";
            merchant_id: string | null;
            industries: string[];
            scopes: ("events:write" | "facts:write" | "metrics:read" | "imports:write" | "serve" | "admin")[];
        };
        UserInput: {
            user_id: string;
            email: string;
            name: string;
            /** @enum {string} */
            role: "operator" | "industry_operator" | "merchant";
            merchant_id: string | null;
            industries: string[];
            created_at: string;
        };
        ApiKeyInput: {
            key_id: string;
            name: string;
            prefix: string;
            scopes: ("events:write" | "facts:write" | "metrics:read" | "imports:write" | "serve" | "admin")[];
            merchant_id: string | null;
            signed: boolean;
            created_at: string;
            last_used_at: string | null;
            revoked_at: string | null;
        };
        CreatedKeyInput: {
            key_id: string;
            name: string;
            prefix: string;
            scopes: ("events:write" | "facts:write" | "metrics:read" | "imports:write" | "serve" | "admin")[];
            merchant_id: string | null;
            signed: boolean;
            created_at: string;
            last_used_at: string | null;
            revoked_at: string | null;
            key: string;
            signing_secret: string | null;
        };
        ProblemInput: {
            type: string;
            title: string;
            status: number;
            code: string;
            detail?: string;
            remedy?: string;
            instance?: string;
            request_id?: string;
            errors?: {
                pointer: string;
                code: string;
                detail: string;
            }[];
        };
        ModelCardInput: {
            model_id: string;
            /** @enum {string} */
            kind: "next_category";
            version: number;
            /** @enum {string} */
            status: "fitted" | "uninformative";
            reason: {
                code: string;
                detail: string;
            } | null;
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            as_of: string;
            known_at: number;
            horizon_days: number;
            people_count: number;
            line_count: number;
            category_count: number;
            windows: {
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                from: string;
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                to: string;
                people_count: number;
                first_purchase_count: number;
            }[];
            leakage: {
                people_count: number;
                passed: boolean;
            } | null;
            quality: {
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                from: string;
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                to: string;
                people_count: number;
                judged_count: number;
                ndcg_at_10: number | null;
                recall_at_10: number | null;
                baseline: {
                    ndcg_at_10: number | null;
                    recall_at_10: number | null;
                };
                intervals?: {
                    ndcg_at_10: {
                        value: number;
                        low: number;
                        high: number;
                    };
                    recall_at_10: {
                        value: number;
                        low: number;
                        high: number;
                    };
                    ndcg_over_baseline: {
                        value: number;
                        low: number;
                        high: number;
                    };
                    recall_over_baseline: {
                        value: number;
                        low: number;
                        high: number;
                    };
                } | null;
                calibration: {
                    slope: number;
                    ratio: number | null;
                    deciles: {
                        rows: number;
                        predicted: number;
                        observed: number;
                        hits: number;
                        low?: number;
                        high?: number;
                    }[];
                };
            } | null;
            limits: string | {
                en?: string;
                "zh-CN"?: string;
            };
            artefact_sha256: string | null;
            artefact_bytes: number;
            simulated: boolean;
            timezone: string;
            seconds: number;
            trained_at: string;
            trained_by: string;
        };
        ModelExplanationInput: {
            model_id: string;
            account_id: string;
            category_id: string;
            label: string | {
                en?: string;
                "zh-CN"?: string;
            };
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            as_of: string;
            known_at: number;
            horizon_days: number;
            intercept: number;
            terms: {
                name: string;
                means: string;
                values: {
                    [key: string]: number | null;
                };
                log_odds: number;
            }[];
            log_odds: number;
            probability: number;
            affinity: {
                category_id: string;
                label: string | {
                    en?: string;
                    "zh-CN"?: string;
                };
                amount: number;
            }[];
        };
        PlacementInput: {
            placement_id: string;
            merchant_id: string;
            offer_ids: string[];
            scenarios: ("search" | "category_page" | "home_feed")[];
            /** @default [] */
            queries: string[];
            /** @default [] */
            category_ids: string[];
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            from: string;
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            until: string;
            /** @default 1 */
            slots: number;
            /** @default 0 */
            first_slot: number;
            /** @default 47 */
            last_slot: number;
            price: {
                /** @constant */
                kind: "per_thousand_impressions";
                amount_minor: number;
            } | {
                /** @constant */
                kind: "fixed";
                amount_minor: number;
            };
            /** @default true */
            enabled: boolean;
        };
        PlacementViewInput: {
            placement_id: string;
            merchant_id: string;
            offer_ids: string[];
            scenarios: ("search" | "category_page" | "home_feed")[];
            /** @default [] */
            queries: string[];
            /** @default [] */
            category_ids: string[];
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            from: string;
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            until: string;
            /** @default 1 */
            slots: number;
            /** @default 0 */
            first_slot: number;
            /** @default 47 */
            last_slot: number;
            price: {
                /** @constant */
                kind: "per_thousand_impressions";
                amount_minor: number;
            } | {
                /** @constant */
                kind: "fixed";
                amount_minor: number;
            };
            /** @default true */
            enabled: boolean;
            merchant: {
                en: string;
                zh: string;
            };
            running: boolean;
            served_count: number;
            impression_count: number;
            click_count: number;
            due_minor: number;
        };
        ScenarioConfigInput: {
            /** @enum {string} */
            scenario: "home_feed" | "item_alternatives" | "item_complements" | "cart" | "after_purchase" | "buy_again" | "category_page" | "shop_page" | "live" | "notes" | "message" | "search";
            slots: number;
            sources: {
                /** @enum {string} */
                source: "canal" | "next_category" | "co_purchase" | "co_view" | "alternative" | "repeat" | "trending" | "new_item" | "new_merchant" | "popular" | "category" | "shop" | "search" | "rule" | "sponsored";
                most: number;
            }[];
            repeat_rate: number | null;
            caps: {
                merchant: number | null;
                category: number | null;
                brand: number | null;
            };
            frequency_cap: {
                impressions: number;
                days: number;
            } | null;
            exploration_slots: number;
            sponsored_slots?: number;
            randomised_rate: number;
            value: {
                margin_rate: number;
                first_purchase_minor: number;
                need_share?: number;
                new_need_share?: number;
                relevance_share?: number;
                price_power_minor?: number;
            };
            /** @default [] */
            skip_gates: ("owned" | "in_cart" | "repurchase_interval" | "frequency_cap")[];
        };
        RuleInput: {
            rule_id: string;
            text: string | {
                en?: string;
                "zh-CN"?: string;
            };
            /**
             * @description []: all
             * @default []
             */
            scenarios: ("home_feed" | "item_alternatives" | "item_complements" | "cart" | "after_purchase" | "buy_again" | "category_page" | "shop_page" | "live" | "notes" | "message" | "search")[];
            when: string;
            action: {
                /** @constant */
                kind: "filter";
            } | {
                /** @constant */
                kind: "boost";
                /** @default 0 */
                add_minor: number;
                /** @default 0 */
                share: number;
            } | {
                /** @constant */
                kind: "bury";
                /** @default 0 */
                take_minor: number;
                /** @default 0 */
                share: number;
            } | {
                /** @constant */
                kind: "pin";
                slot: number;
            } | {
                /** @constant */
                kind: "quota";
                /** @default 0 */
                min: number;
                /** @default null */
                max: number | null;
            };
            /** @default 0 */
            priority: number;
            /** @default null */
            from: string | null;
            /** @default null */
            until: string | null;
            /** @default true */
            enabled: boolean;
        };
        ExperimentInput: {
            experiment_id: string;
            hypothesis: string;
            /**
             * @default account
             * @enum {string}
             */
            unit: "account" | "session";
            salt: string;
            traffic_rate: number;
            /** @default  */
            exclusion_tag: string;
            /**
             * @description []: all
             * @default []
             */
            scenarios: ("home_feed" | "item_alternatives" | "item_complements" | "cart" | "after_purchase" | "buy_again" | "category_page" | "shop_page" | "live" | "notes" | "message" | "search")[];
            arms: {
                arm: string;
                weight: number;
                /**
                 * @default {
                 *       "withhold_sources": [],
                 *       "withhold_canals": []
                 *     }
                 */
                change: {
                    /** @default [] */
                    withhold_sources: ("canal" | "next_category" | "co_purchase" | "co_view" | "alternative" | "repeat" | "trending" | "new_item" | "new_merchant" | "popular" | "category" | "shop" | "search" | "rule" | "sponsored")[];
                    /** @default [] */
                    withhold_canals: string[];
                    first_purchase_minor?: number;
                    repeat_rate?: number | null;
                };
            }[];
            /**
             * @default draft
             * @enum {string}
             */
            status: "draft" | "running" | "stopped";
        };
        OpenCanalInput: {
            canal_id: string;
            from_category_id: string;
            to_category_id: string;
            /**
             * @description []: all
             * @default []
             */
            scenarios: ("home_feed" | "item_alternatives" | "item_complements" | "cart" | "after_purchase" | "buy_again" | "category_page" | "shop_page" | "live" | "notes" | "message" | "search")[];
            /** @default 2 */
            slots: number;
            opened_at: string;
        };
        PolicyInput: {
            version: number;
            hash: string;
            effective_at: string;
            scenarios: components["schemas"]["ScenarioConfigInput"][];
            rules: components["schemas"]["RuleInput"][];
            experiments: components["schemas"]["ExperimentInput"][];
            canals: components["schemas"]["OpenCanalInput"][];
            holdout: {
                salt: string;
                rate: number;
            };
            synonyms?: string[][];
            placements?: components["schemas"]["PlacementInput"][];
        };
        SlateInput: {
            decision_id: string;
            /** @enum {string} */
            scenario: "home_feed" | "item_alternatives" | "item_complements" | "cart" | "after_purchase" | "buy_again" | "category_page" | "shop_page" | "live" | "notes" | "message" | "search";
            personalised: boolean;
            /** @description ISO 4217 */
            currency: string;
            candidate_count: number;
            slots: {
                slot: number;
                impression_id: string;
                offer_id: string;
                offer_source_id: string;
                item_id: string;
                item_source_id: string;
                merchant_id: string;
                shop_id: string;
                category_id: string;
                title: {
                    en: string;
                    zh: string;
                };
                price_minor: number;
                list_price_minor: number;
                /** @enum {string} */
                source: "canal" | "next_category" | "co_purchase" | "co_view" | "alternative" | "repeat" | "trending" | "new_item" | "new_merchant" | "popular" | "category" | "shop" | "search" | "rule" | "sponsored";
                sponsored: boolean;
                canal_id: string | null;
                score: number;
                threshold: number | null;
                reason: {
                    /** @enum {string} */
                    code: "canal" | "next_category" | "bought_together" | "viewed_together" | "alternative" | "buy_again" | "trending" | "new_item" | "new_merchant" | "popular" | "in_category" | "in_shop" | "search" | "pinned" | "sponsored";
                    en: string;
                    zh: string;
                };
            }[];
        };
        SlatesAnswerInput: {
            data: components["schemas"]["SlateInput"][];
            snapshot_hash: string;
            policy_version: number;
            stale: boolean;
        };
        DecisionInput: {
            decision_id: string;
            clock: number;
            build: string;
            snapshot_hash: string;
            patch?: {
                hash: string;
                known_at: number;
                at: number;
            };
            policy_hash: string;
            policy_version: number;
            seed: number;
            request: {
                /** @enum {string} */
                scenario: "home_feed" | "item_alternatives" | "item_complements" | "cart" | "after_purchase" | "buy_again" | "category_page" | "shop_page" | "live" | "notes" | "message" | "search";
                account_id: string;
                session: string;
                region: string;
                /** @enum {string} */
                locale: "en" | "zh-CN";
                k: number;
                item_id: string;
                offer_id: string;
                category_id: string;
                shop_id: string;
                cart: string[];
                order: string[];
                query: string;
                scope?: {
                    category_id: string;
                    brand_ids: string[];
                    merchant_id: string;
                    shop_id: string;
                    price_from_minor: number | null;
                    price_to_minor: number | null;
                    attributes: string[];
                    /** @enum {string} */
                    sort: "best" | "price_up" | "price_down" | "newest" | "bought";
                    skip: number;
                };
            };
            live: {
                purchases: {
                    item_id: string;
                    offer_id: string;
                    day: number;
                    amount_minor: number;
                }[];
                views: string[];
                cart: string[];
                impressions: [
                    string,
                    number
                ][];
                forgotten?: string[];
                closed: [
                    string,
                    "unavailable" | "risk",
                    string
                ][];
            };
            arms: {
                experiment_id: string;
                arm: string;
            }[];
            holdout: boolean;
            candidate_count: number;
            closed: {
                [key: string]: number;
            };
            slots: {
                slot: number;
                offer_id: string;
                /** @enum {string} */
                source: "canal" | "next_category" | "co_purchase" | "co_view" | "alternative" | "repeat" | "trending" | "new_item" | "new_merchant" | "popular" | "category" | "shop" | "search" | "rule" | "sponsored";
                canal_id: string | null;
                score: number;
                threshold: number | null;
                propensity: number;
                randomised: boolean;
                reason: {
                    /** @enum {string} */
                    code: "canal" | "next_category" | "bought_together" | "viewed_together" | "alternative" | "buy_again" | "trending" | "new_item" | "new_merchant" | "popular" | "in_category" | "in_shop" | "search" | "pinned" | "sponsored";
                    en: string;
                    zh: string;
                };
                placement_id?: string;
            }[];
            ghost: {
                slot: number;
                offer_id: string;
                /** @enum {string} */
                source: "canal" | "next_category" | "co_purchase" | "co_view" | "alternative" | "repeat" | "trending" | "new_item" | "new_merchant" | "popular" | "category" | "shop" | "search" | "rule" | "sponsored";
                canal_id: string | null;
                score: number;
                threshold: number | null;
                propensity: number;
                randomised: boolean;
                reason: {
                    /** @enum {string} */
                    code: "canal" | "next_category" | "bought_together" | "viewed_together" | "alternative" | "buy_again" | "trending" | "new_item" | "new_merchant" | "popular" | "in_category" | "in_shop" | "search" | "pinned" | "sponsored";
                    en: string;
                    zh: string;
                };
                placement_id?: string;
            }[] | null;
        };
        DecisionSummaryInput: {
            decision_id: string;
            at: string;
            /** @enum {string} */
            scenario: "home_feed" | "item_alternatives" | "item_complements" | "cart" | "after_purchase" | "buy_again" | "category_page" | "shop_page" | "live" | "notes" | "message" | "search";
            account_id: string;
            policy_version: number;
            snapshot_hash: string;
            holdout: boolean;
            slot_count: number;
            canal_slot_count: number;
        };
        ReplayReportInput: {
            decision_id: string;
            equal: boolean;
            build: string;
            replayed_by: string;
            differences: {
                pointer: string;
                recorded: unknown;
                replayed: unknown;
            }[];
        };
        AvailabilityReceiptInput: {
            changed: number;
            unchanged: number;
            /** @description Offers that the snapshot does not know, at most 100 */
            unknown: string[];
            unavailable_count: number;
        };
        AudienceInput: {
            category_id: string;
            label: string | {
                en?: string;
                "zh-CN"?: string;
            };
            suppressed: boolean;
            eligible_count: number | null;
            people_count: number | null;
            expected_first_purchases: number | null;
            horizon_days: number;
            reasons: {
                category_id: string;
                label: string | {
                    en?: string;
                    "zh-CN"?: string;
                };
                share: number;
                lift: number;
            }[];
            crowd: {
                holds_category_id: string | null;
                lacks_category_id: string;
            };
        };
        QueryWordInput: {
            word: string;
            /** @enum {string} */
            how: "exact" | "synonym" | "spelling" | "pinyin" | "part" | "joined" | "beginning" | "none";
            terms: string[];
            fields: ("name" | "brand" | "category" | "attribute" | "shop")[];
            relevance: number;
            amount_minor: number;
        };
        ExplainedTermInput: {
            /** @enum {string} */
            name: "purchase" | "first_purchase" | "need" | "relevance" | "price_power" | "chosen_order" | "rule";
            rule_id: string | null;
            amount_minor: number;
            parts: {
                [key: string]: number;
            };
            log_odds: {
                name: string;
                log_odds: number;
            }[];
            words: components["schemas"]["QueryWordInput"][];
        };
        ExplainedSlotInput: {
            slot: number;
            offer_id: string;
            title: {
                en: string;
                zh: string;
            };
            merchant_id: string;
            price_minor: number;
            /** @enum {string} */
            source: "canal" | "next_category" | "co_purchase" | "co_view" | "alternative" | "repeat" | "trending" | "new_item" | "new_merchant" | "popular" | "category" | "shop" | "search" | "rule" | "sponsored";
            canal_id: string | null;
            reason: {
                /** @enum {string} */
                code: "canal" | "next_category" | "bought_together" | "viewed_together" | "alternative" | "buy_again" | "trending" | "new_item" | "new_merchant" | "popular" | "in_category" | "in_shop" | "search" | "pinned" | "sponsored";
                en: string;
                zh: string;
            };
            /** @enum {string} */
            why: "pin" | "paid" | "quota" | "canal" | "exploration" | "repeat" | "novel" | "score" | "swap";
            rule_id: string | null;
            placement_id: string | null;
            randomised: boolean;
            propensity: number;
            bought_before: boolean;
            terms: components["schemas"]["ExplainedTermInput"][];
            score: number;
            threshold: number | null;
            margin_minor: number | null;
            gates_passed: ("withdrawn" | "unavailable" | "risk" | "rule" | "owned" | "in_cart" | "repurchase_interval" | "frequency_cap")[];
        };
        DecisionExplanationInput: {
            decision_id: string;
            at: string;
            /** @enum {string} */
            scenario: "home_feed" | "item_alternatives" | "item_complements" | "cart" | "after_purchase" | "buy_again" | "category_page" | "shop_page" | "live" | "notes" | "message" | "search";
            personalised: boolean;
            holdout: boolean;
            arms: {
                experiment_id: string;
                arm: string;
            }[];
            snapshot_hash: string;
            policy_version: number;
            policy_hash: string;
            currency: string;
            equal: boolean;
            candidate_count: number;
            sources: {
                /** @enum {string} */
                source: "canal" | "next_category" | "co_purchase" | "co_view" | "alternative" | "repeat" | "trending" | "new_item" | "new_merchant" | "popular" | "category" | "shop" | "search" | "rule" | "sponsored";
                candidate_count: number;
                open_count: number;
            }[];
            closed: {
                /** @enum {string} */
                gate: "withdrawn" | "unavailable" | "risk" | "rule" | "owned" | "in_cart" | "repurchase_interval" | "frequency_cap";
                offer_count: number;
            }[];
            slots: components["schemas"]["ExplainedSlotInput"][];
            passed_over: {
                offer_id: string;
                title: {
                    en: string;
                    zh: string;
                };
                merchant_id: string;
                score: number;
                /** @enum {string} */
                why: "cap_merchant" | "cap_category" | "cap_brand" | "quota_max" | "same_item" | "budget" | "placement" | "score";
                rule_id: string | null;
            }[];
            gated: {
                offer_id: string;
                title: {
                    en: string;
                    zh: string;
                };
                merchant_id: string;
                /** @enum {string} */
                gate: "withdrawn" | "unavailable" | "risk" | "rule" | "owned" | "in_cart" | "repurchase_interval" | "frequency_cap";
                by: string;
            }[];
        };
        WhatIfChangeInput: {
            offer_id: string;
            price_minor?: number;
            list_price_minor?: number;
            price_position?: number;
            refund_rate?: number;
            title?: {
                en?: string;
                zh?: string;
            };
        };
        WhatIfAnswerInput: {
            decision_id: string;
            before: {
                slot: number;
                offer_id: string;
                title: {
                    en: string;
                    zh: string;
                };
                merchant_id: string;
                score: number;
            }[];
            after: {
                slot: number;
                offer_id: string;
                title: {
                    en: string;
                    zh: string;
                };
                merchant_id: string;
                score: number;
                was: number | null;
            }[];
            offers: {
                offer_id: string;
                title: {
                    en: string;
                    zh: string;
                };
                merchant_id: string;
                before: {
                    slot: number | null;
                    score: number | null;
                    gate: ("withdrawn" | "unavailable" | "risk" | "rule" | "owned" | "in_cart" | "repurchase_interval" | "frequency_cap") | null;
                };
                after: {
                    slot: number | null;
                    score: number | null;
                    gate: ("withdrawn" | "unavailable" | "risk" | "rule" | "owned" | "in_cart" | "repurchase_interval" | "frequency_cap") | null;
                };
                terms: components["schemas"]["ExplainedTermInput"][];
            }[];
        };
        AbsenceInput: {
            decision_id: string;
            offer_id: string;
            title: {
                en: string;
                zh: string;
            };
            merchant_id: string;
            /** @enum {string} */
            why: "shown" | "not_a_candidate" | "no_match" | "gate" | "below_threshold" | "cap_merchant" | "cap_category" | "cap_brand" | "quota_max" | "same_item" | "budget" | "placement" | "score";
            gate: ("withdrawn" | "unavailable" | "risk" | "rule" | "owned" | "in_cart" | "repurchase_interval" | "frequency_cap") | null;
            by: string | null;
            source: ("canal" | "next_category" | "co_purchase" | "co_view" | "alternative" | "repeat" | "trending" | "new_item" | "new_merchant" | "popular" | "category" | "shop" | "search" | "rule" | "sponsored") | null;
            score: number | null;
            threshold: number | null;
            gap_minor: number | null;
            terms: components["schemas"]["ExplainedTermInput"][];
            words: components["schemas"]["QueryWordInput"][];
            changes: {
                /** @enum {string} */
                lever: "price_minor" | "refund_rate" | "price_position" | "title";
                from: number;
                to: number;
                title?: {
                    en: string;
                    zh: string;
                };
                slot: number;
                text: {
                    en: string;
                    zh: string;
                };
            }[];
            text: {
                en: string;
                zh: string;
            };
        };
        MerchantExplanationInput: {
            decision_id: string;
            at: string;
            /** @enum {string} */
            scenario: "home_feed" | "item_alternatives" | "item_complements" | "cart" | "after_purchase" | "buy_again" | "category_page" | "shop_page" | "live" | "notes" | "message" | "search";
            policy_version: number;
            slot_count: number;
            offers: {
                offer_id: string;
                title: {
                    en: string;
                    zh: string;
                };
                slot: number | null;
                /** @enum {string} */
                outcome: "shown" | "not_shown" | "not_eligible";
                gate: ("withdrawn" | "unavailable" | "risk" | "rule" | "owned" | "in_cart" | "repurchase_interval" | "frequency_cap") | null;
                distance: ("near" | "some" | "far") | null;
                factors: {
                    /** @enum {string} */
                    group: "demand" | "price" | "fit" | "first_purchase" | "relevance" | "rules";
                    /** @enum {string} */
                    importance: "high" | "medium" | "low";
                    /** @enum {string} */
                    direction: "up" | "down" | "level";
                }[];
                rules: string[];
                text: {
                    en: string;
                    zh: string;
                };
            }[];
        };
        OwnChangesInput: {
            decision_id: string;
            /** @enum {string} */
            scenario: "home_feed" | "item_alternatives" | "item_complements" | "cart" | "after_purchase" | "buy_again" | "category_page" | "shop_page" | "live" | "notes" | "message" | "search";
            offer_id: string;
            title: {
                en: string;
                zh: string;
            };
            /** @enum {string} */
            outcome: "shown" | "not_shown" | "not_eligible";
            changes: {
                /** @enum {string} */
                lever: "price_minor" | "refund_rate" | "stock";
                from: number;
                to: number;
                text: {
                    en: string;
                    zh: string;
                };
            }[];
            text: {
                en: string;
                zh: string;
            };
        };
        StandingInput: {
            merchant_id: string;
            decision_count: number;
            concerned_count: number;
            offers: {
                offer_id: string;
                title: {
                    en: string;
                    zh: string;
                };
                candidate_count: number;
                shown_count: number;
                best_slot: number | null;
                gates: {
                    /** @enum {string} */
                    gate: "withdrawn" | "unavailable" | "risk" | "rule" | "owned" | "in_cart" | "repurchase_interval" | "frequency_cap";
                    decision_count: number;
                    text: {
                        en: string;
                        zh: string;
                    };
                }[];
                factors: {
                    /** @enum {string} */
                    group: "demand" | "price" | "fit" | "first_purchase" | "relevance" | "rules";
                    /** @enum {string} */
                    importance: "high" | "medium" | "low";
                    /** @enum {string} */
                    direction: "up" | "down" | "level";
                }[];
                distance: ("near" | "some" | "far") | null;
                missed_in: string | null;
                text: {
                    en: string;
                    zh: string;
                };
            }[];
        };
        ConsumerReasonsInput: {
            decision_id: string;
            personalised: boolean;
            slots: {
                slot: number;
                offer_id: string;
                text: {
                    en: string;
                    zh: string;
                };
            }[];
            text: {
                en: string;
                zh: string;
            };
        };
        ReceiptInput: {
            received: number;
            accepted: number;
            duplicate: number;
            rejected: number;
            rejections: {
                index: number;
                code: string;
                detail: string;
                pointer: string;
                rejected_id: string;
            }[];
            known_at: number;
        };
        RejectedRowInput: {
            rejected_id: string;
            source: string;
            document: string;
            index: number;
            fact: string;
            code: string;
            detail: string;
            pointer: string;
            row: unknown;
            rejected_at: string;
            /** @enum {string} */
            status: "open" | "replayed" | "dismissed";
        };
        ImportJobInput: {
            import_id: string;
            /** @enum {string} */
            kind: "complete-journey" | "olist" | "uci-online-retail" | "generic" | "example";
            source: string;
            path: string;
            dry_run: boolean;
            /** @enum {string} */
            state: "running" | "done" | "failed" | "cancelled";
            stage: string;
            rows_total: number | null;
            received: number;
            accepted: number;
            duplicate: number;
            rejected: number;
            rejected_by_code: {
                [key: string]: number;
            };
            error: {
                code: string;
                detail: string;
            } | null;
            started_at: string;
            ended_at: string | null;
        };
        FactsBodyInput: {
            source: string;
            /** @description Facts of the kinds this address takes. */
            facts: unknown[];
        };
        OrdersBodyInput: {
            source: string;
            /** @description Parent orders: { source_id, account?, ordered_at, paid_at?, confirmed_at?, currency, fx_rate?, channel?, app_id?, region?, merchant_orders: [{ source_id?, shop, lines: [order_line fields] }] } or lines directly under the order. */
            orders: unknown[];
        };
        SegmentMessageInput: {
            messageId?: string;
            timestamp?: string;
        } & {
            [key: string]: unknown;
        };
        ReplayResultInput: {
            /** @enum {string} */
            outcome: "accepted" | "duplicate" | "rejected";
            row: components["schemas"]["RejectedRowInput"];
        };
        MetricDefinitionInput: {
            id: string;
            code: string;
            version: number;
            name: string | {
                en?: string;
                "zh-CN"?: string;
            };
            description: string | {
                en?: string;
                "zh-CN"?: string;
            };
            formula: string;
            /** @enum {string} */
            unit: "people" | "rate" | "ratio" | "minor" | "count";
            grains: ("platform" | "category" | "merchant" | "shop" | "brand" | "merchant_category")[];
            lookback_days: number;
            horizon_days: number | null;
            maturity_days: number;
            /** @enum {string} */
            identity_mode: "account" | "resolved";
            one_tree: boolean;
            owner: string;
            needs: ("account" | "category" | "merchant" | "brand")[];
        };
        MetricCellInput: {
            category_id?: string;
            merchant_id?: string;
            shop_id?: string;
            brand_id?: string;
            cohort?: string;
            age?: number;
            part?: string;
            label?: string | {
                en?: string;
                "zh-CN"?: string;
            };
            value: number | null;
            numerator?: number | null;
            denominator?: number | null;
            conservative?: number | null;
            /** @enum {string} */
            status: "ok" | "suppressed" | "insufficient" | "immature" | "new_in_window" | "dimension_absent";
        };
        MetricResultInput: {
            metric: string;
            code: string;
            version: number;
            /** @enum {string} */
            unit: "people" | "rate" | "ratio" | "minor" | "count";
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            as_of: string;
            known_at: number;
            window: {
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                from: string;
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                to: string;
            };
            /** @enum {string} */
            grain: "platform" | "category" | "merchant" | "shop" | "brand" | "merchant_category";
            variant: string;
            tree: string;
            identity_mode: string;
            timezone: string;
            currency: string;
            scope: {
                channels: string[];
            };
            lookback_days: number;
            horizon_days: number | null;
            /** @enum {string} */
            state: "provisional" | "final";
            coverage_rate: number;
            simulated: boolean;
            computed_at: string;
            revision: number | null;
            cells: components["schemas"]["MetricCellInput"][];
        };
        PublicationInput: {
            publication_id: string;
            metric: string;
            /** @enum {string} */
            grain: "platform" | "category" | "merchant" | "shop" | "brand" | "merchant_category";
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            as_of: string;
            revision: number;
            known_at: number;
            published_at: string;
        };
        ErasureReceiptInput: {
            account_id: string;
            erased_at: string;
            complete: boolean;
        };
        SettingsViewInput: {
            version: number;
            settings: {
                /**
                 * @default {
                 *       "en": "Marketplace",
                 *       "zh-CN": "商城"
                 *     }
                 */
                name: string | {
                    en?: string;
                    "zh-CN"?: string;
                };
                /** @default Asia/Shanghai */
                timezone: string;
                /**
                 * @description ISO 4217
                 * @default CNY
                 */
                currency: string;
                /** @default 45 */
                maturity_days: number;
                /** @default 100 */
                k_anonymity: number;
                /** @default 0.001 */
                materiality_rate: number;
                /** @default [] */
                scope_channels: string[];
                /** @default 7 */
                policy_notice_days: number;
                /** @default 180 */
                decision_retention_days: number;
                /** @default 300000 */
                clock_skew_ms: number;
                /** @default false */
                simulated: boolean;
            };
        };
        AuditEntryInput: {
            audit_id: number;
            at: string;
            actor: string;
            action: string;
            subject: string;
            before: unknown;
            after: unknown;
        };
        InstanceStatusInput: {
            version: string;
            name: string | {
                en?: string;
                "zh-CN"?: string;
            };
            simulated: boolean;
            timezone: string;
            currency: string;
            known_at: number;
            first_date: string | null;
            last_date: string | null;
            default_as_of: string | null;
            last_fact_at: string | null;
            dimensions: {
                account: boolean;
                category: boolean;
                merchant: boolean;
                brand: boolean;
            };
            published: string[];
        };
        DoctorReportInput: {
            ok: boolean;
            checks: {
                id: string;
                /** @enum {string} */
                state: "ok" | "warn" | "fail";
                detail: string;
                remedy: string | null;
                values: {
                    [key: string]: string | number | boolean | null;
                };
            }[];
        };
        JourneyGraphInput: {
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            from: string;
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            to: string;
            timezone: string;
            gap_minutes: number;
            k: number;
            rounded: boolean;
            simulated: boolean;
            /** @enum {string} */
            status: "ok" | "insufficient" | "suppressed";
            visit_count: number | null;
            people_count: number | null;
            order_rate: number | null;
            steps_to_order: number | null;
            seconds_to_order: number | null;
            nodes: {
                /** @enum {string} */
                surface: "home" | "search" | "category" | "item" | "shop" | "live" | "notes" | "cart" | "order";
                /** @enum {string} */
                status: "ok" | "suppressed";
                step_count: number | null;
                visit_count: number | null;
                exit_rate: number | null;
                order_rate: number | null;
                seconds_to_order: number | null;
                dwell_seconds: number | null;
            }[];
            edges: {
                /** @enum {string} */
                from: "start" | "home" | "search" | "category" | "item" | "shop" | "live" | "notes" | "cart" | "order";
                /** @enum {string} */
                to: "home" | "search" | "category" | "item" | "shop" | "live" | "notes" | "cart" | "order" | "exit" | "other";
                step_count: number;
                people_count: number | null;
                rate: number;
            }[];
            trend: {
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                week: string;
                /** @enum {string} */
                status: "ok" | "suppressed";
                visit_count: number | null;
                order_rate: number | null;
                steps_to_order: number | null;
            }[];
        };
        MetricSeriesInput: {
            metric: string;
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            from: string;
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            to: string;
            /** @enum {string} */
            step: "day" | "week" | "month";
            results: components["schemas"]["MetricResultInput"][];
        };
        HeadlineInput: {
            metric: string;
            code: string;
            version: number;
            name: string | {
                en?: string;
                "zh-CN"?: string;
            };
            /** @enum {string} */
            unit: "people" | "rate" | "ratio" | "minor" | "count";
            value: number | null;
            conservative: number | null;
            /** @enum {string} */
            status: "ok" | "suppressed" | "insufficient" | "immature" | "new_in_window" | "dimension_absent";
            coverage_rate: number;
            previous: {
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                as_of: string;
                value: number | null;
                /** @enum {string} */
                status: "ok" | "suppressed" | "insufficient" | "immature" | "new_in_window" | "dimension_absent";
            } | null;
            trend: {
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                as_of: string;
                value: number | null;
                /** @enum {string} */
                status: "ok" | "suppressed" | "insufficient" | "immature" | "new_in_window" | "dimension_absent";
            }[];
        };
        OverviewInput: {
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            as_of: string;
            known_at: number;
            /** @enum {string} */
            state: "provisional" | "final";
            simulated: boolean;
            timezone: string;
            currency: string;
            computed_at: string;
            revision: number | null;
            subject: {
                /** @enum {string} */
                kind: "platform" | "category" | "merchant";
                id: string;
                name: (string | {
                    en?: string;
                    "zh-CN"?: string;
                }) | null;
            };
            headlines: components["schemas"]["HeadlineInput"][];
            waterfall: {
                part: string;
                value: number | null;
                /** @enum {string} */
                status: "ok" | "suppressed" | "insufficient" | "immature" | "new_in_window" | "dimension_absent";
            }[];
            /** @enum {string} */
            waterfall_unit: "minor";
            partial: boolean;
        };
        CategoryRowInput: {
            category_id: string;
            parent_id: string | null;
            name: string | {
                en?: string;
                "zh-CN"?: string;
            };
            level: number;
            is_leaf: boolean;
            industry: string;
            aac: number | null;
            penetration: number | null;
            /** @enum {string} */
            status: "ok" | "suppressed" | "insufficient" | "immature" | "new_in_window" | "dimension_absent";
            previous_aac: number | null;
            change_rate: number | null;
        };
        CategoryPageInput: {
            data: components["schemas"]["CategoryRowInput"][];
            next_cursor: string | null;
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            as_of: string;
            known_at: number;
            /** @enum {string} */
            state: "provisional" | "final";
            simulated: boolean;
            timezone: string;
            currency: string;
            computed_at: string;
            revision: number | null;
        };
        CategoryDetailInput: {
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            as_of: string;
            known_at: number;
            /** @enum {string} */
            state: "provisional" | "final";
            simulated: boolean;
            timezone: string;
            currency: string;
            computed_at: string;
            revision: number | null;
            category: components["schemas"]["CategoryRowInput"];
            path: {
                category_id: string;
                name: string | {
                    en?: string;
                    "zh-CN"?: string;
                };
            }[];
            children: components["schemas"]["CategoryRowInput"][];
            trend: {
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                as_of: string;
                value: number | null;
                /** @enum {string} */
                status: "ok" | "suppressed" | "insufficient" | "immature" | "new_in_window" | "dimension_absent";
            }[];
            penetration_trend: {
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                as_of: string;
                value: number | null;
                /** @enum {string} */
                status: "ok" | "suppressed" | "insufficient" | "immature" | "new_in_window" | "dimension_absent";
            }[];
            metrics: components["schemas"]["MetricResultInput"][];
            merchants: {
                merchant_id: string;
                name: string | {
                    en?: string;
                    "zh-CN"?: string;
                };
                aac: number | null;
                share: number | null;
                /** @enum {string} */
                status: "ok" | "suppressed" | "insufficient" | "immature" | "new_in_window" | "dimension_absent";
            }[];
        };
        MerchantRowInput: {
            merchant_id: string;
            name: string | {
                en?: string;
                "zh-CN"?: string;
            };
            tier: string;
            industry: string;
            region: string;
            aac: number | null;
            aac_share: number | null;
            gmv_minor: number | null;
            gmv_share: number | null;
            /** @enum {string} */
            status: "ok" | "suppressed" | "insufficient" | "immature" | "new_in_window" | "dimension_absent";
        };
        MerchantPageInput: {
            data: components["schemas"]["MerchantRowInput"][];
            next_cursor: string | null;
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            as_of: string;
            known_at: number;
            /** @enum {string} */
            state: "provisional" | "final";
            simulated: boolean;
            timezone: string;
            currency: string;
            computed_at: string;
            revision: number | null;
        };
        MerchantDetailInput: {
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            as_of: string;
            known_at: number;
            /** @enum {string} */
            state: "provisional" | "final";
            simulated: boolean;
            timezone: string;
            currency: string;
            computed_at: string;
            revision: number | null;
            merchant: components["schemas"]["MerchantRowInput"];
            shops: {
                shop_id: string;
                name: string | {
                    en?: string;
                    "zh-CN"?: string;
                };
                channel: string;
            }[];
            categories: {
                category_id: string;
                name: string | {
                    en?: string;
                    "zh-CN"?: string;
                };
                level: number;
                aac: number | null;
                share: number | null;
                /** @enum {string} */
                status: "ok" | "suppressed" | "insufficient" | "immature" | "new_in_window" | "dimension_absent";
            }[];
            trend: {
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                as_of: string;
                value: number | null;
                /** @enum {string} */
                status: "ok" | "suppressed" | "insufficient" | "immature" | "new_in_window" | "dimension_absent";
            }[];
        };
        CohortGridInput: {
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            as_of: string;
            known_at: number;
            /** @enum {string} */
            state: "provisional" | "final";
            simulated: boolean;
            timezone: string;
            currency: string;
            computed_at: string;
            revision: number | null;
            metric: string;
            version: number;
            cohorts: {
                cohort: string;
                size: number | null;
                cells: {
                    age: number;
                    value: number | null;
                    people: number | null;
                    /** @enum {string} */
                    status: "ok" | "suppressed" | "insufficient" | "immature" | "new_in_window" | "dimension_absent";
                }[];
            }[];
        };
        PolicyPatchInput: {
            /** @default {} */
            upsert: {
                /** @default [] */
                scenarios: components["schemas"]["ScenarioConfigInput"][];
                /** @default [] */
                rules: components["schemas"]["RuleInput"][];
                /** @default [] */
                experiments: components["schemas"]["ExperimentInput"][];
                synonyms?: string[][];
                placements?: components["schemas"]["PlacementInput"][];
            };
            /** @default {} */
            remove: {
                /** @default [] */
                rules: string[];
                /** @default [] */
                experiments: string[];
                synonyms?: string[];
                placements?: string[];
            };
            holdout?: {
                salt: string;
                rate: number;
            };
        };
        PolicyDifferenceInput: {
            /** @enum {string} */
            what: "scenario" | "rule" | "experiment" | "canal" | "holdout" | "synonyms" | "placement";
            id: string;
            /** @enum {string} */
            change: "added" | "removed" | "changed";
            fields: {
                pointer: string;
                before: unknown;
                after: unknown;
            }[];
        };
        PolicyConflictInput: {
            /** @enum {string} */
            kind: "same_slot" | "slot_beyond" | "quota_infeasible" | "no_effect" | "unknown_scenario" | "matches_nothing" | "matches_everything" | "never_fires";
            rule_ids: string[];
            scenario: string | null;
            detail: string;
        };
        PolicyChangeInput: {
            change_id: number;
            /** @enum {string} */
            kind: "initial" | "regular" | "correction" | "emergency" | "operation" | "rollback";
            reason: string;
            author: string;
            created_at: string;
            effective_at: string;
            /** @enum {string} */
            status: "pending" | "live" | "withdrawn" | "refused";
            version: number | null;
            patch: components["schemas"]["PolicyPatchInput"];
            differences: components["schemas"]["PolicyDifferenceInput"][];
            conflicts: components["schemas"]["PolicyConflictInput"][];
        };
        PolicyVersionInput: {
            version: number;
            hash: string;
            /** @enum {string} */
            kind: "initial" | "regular" | "correction" | "emergency" | "operation" | "rollback";
            reason: string;
            author: string;
            announced_at: string;
            effective_at: string;
            equals_version: number | null;
        };
        PolicyVersionViewInput: {
            version: number;
            hash: string;
            /** @enum {string} */
            kind: "initial" | "regular" | "correction" | "emergency" | "operation" | "rollback";
            reason: string;
            author: string;
            announced_at: string;
            effective_at: string;
            equals_version: number | null;
            policy: components["schemas"]["PolicyInput"];
            live: boolean;
            differences: components["schemas"]["PolicyDifferenceInput"][];
            conflicts: components["schemas"]["PolicyConflictInput"][];
        };
        ConditionCheckInput: {
            valid: boolean;
            fault: {
                code: string;
                detail: string;
                start: number;
                end: number;
            } | null;
            reads: ("offer" | "request" | "both")[];
            offer_count: number | null;
            matching_count: number | null;
            examples: {
                offer_id: string;
                title: {
                    en: string;
                    zh: string;
                };
            }[];
            names: {
                name: string;
                type: string;
            }[];
        };
        DryRunInput: {
            requests: number;
            changed_slates: number;
            skipped: number;
            slates: {
                decision_id: string;
                /** @enum {string} */
                scenario: "home_feed" | "item_alternatives" | "item_complements" | "cart" | "after_purchase" | "buy_again" | "category_page" | "shop_page" | "live" | "notes" | "message" | "search";
                before: {
                    offer_id: string;
                    title: {
                        en: string;
                        zh: string;
                    };
                    merchant_id: string;
                }[];
                after: {
                    offer_id: string;
                    title: {
                        en: string;
                        zh: string;
                    };
                    merchant_id: string;
                }[];
            }[];
            offers: {
                offer_id: string;
                title: {
                    en: string;
                    zh: string;
                };
                merchant_id: string;
                before_count: number;
                after_count: number;
            }[];
            rules: {
                rule_id: string;
                offer_count: number | null;
                matching_count: number | null;
                fired_count: number;
            }[];
            conflicts: components["schemas"]["PolicyConflictInput"][];
            differences: components["schemas"]["PolicyDifferenceInput"][];
        };
        PublishedParametersInput: {
            version: number;
            config_hash: string;
            effective_at: string;
            announced_at: string;
            notice_days: number;
            snapshot_hash: string | null;
            method: {
                en: string;
                zh: string;
                decisions: number;
                slots: number;
                measured_at: string;
            };
            groups: {
                /** @enum {string} */
                group: "demand" | "price" | "fit" | "first_purchase" | "relevance" | "rules";
                text: {
                    en: string;
                    zh: string;
                };
                importance_rate: number | null;
            }[];
            terms: {
                term: string;
                /** @enum {string} */
                group: "demand" | "price" | "fit" | "first_purchase" | "relevance" | "rules";
                text: {
                    en: string;
                    zh: string;
                };
                importance_rate: number | null;
            }[];
            gates: {
                gate: string;
                text: {
                    en: string;
                    zh: string;
                };
            }[];
            rules: {
                rule_id: string;
                text: string | {
                    en?: string;
                    "zh-CN"?: string;
                };
                effect: string;
                scenarios: string[];
                from: string | null;
                until: string | null;
            }[];
            scenarios: components["schemas"]["ScenarioConfigInput"][];
            placements: {
                placement_id: string;
                merchant_id: string;
                scenarios: ("search" | "category_page" | "home_feed")[];
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                from: string;
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                until: string;
                /** @default 1 */
                slots: number;
                merchant: {
                    en: string;
                    zh: string;
                };
            }[];
            placements_text: {
                en: string;
                zh: string;
            };
            open_canal_count: number;
            experiment_count: number;
            holdout_rate: number;
            differences: components["schemas"]["PolicyDifferenceInput"][];
            coming: {
                change_id: number;
                announced_at: string;
                effective_at: string;
                differences: components["schemas"]["PolicyDifferenceInput"][];
            }[];
            history: {
                version: number;
                hash: string;
                /** @enum {string} */
                kind: "initial" | "regular" | "correction" | "emergency" | "operation" | "rollback";
                reason: string;
                announced_at: string;
                effective_at: string;
                equals_version: number | null;
            }[];
        };
        PriceBoardInput: {
            currency: string;
            snapshot_hash: string;
            band_from: number[];
            offer_count: number;
            bands: number[];
            unbanded_count: number;
            bases: {
                /** @enum {string} */
                basis: "none" | "item" | "like" | "leaf";
                offer_count: number;
            }[];
            rows: {
                id: string;
                name: {
                    en: string;
                    zh: string;
                };
                offer_count: number;
                bands: number[];
                unbanded_count: number;
                mean_band: number | null;
            }[];
        };
        PricedOfferInput: {
            offer_id: string;
            title: {
                en: string;
                zh: string;
            };
            merchant_id: string;
            category_id: string | null;
            category: {
                en: string;
                zh: string;
            };
            price_minor: number;
            content: number;
            band: number | null;
            /** @enum {string} */
            basis: "none" | "item" | "like" | "leaf";
            competitor_count: number | null;
            gap_minor: number | null;
            next_price_minor: number | null;
        };
        PricedOfferPageInput: {
            currency: string;
            data: components["schemas"]["PricedOfferInput"][];
            next_cursor: string | null;
        };
        SearchResultInput: {
            slot: number;
            impression_id: string;
            offer_id: string;
            offer_source_id: string;
            item_id: string;
            item_source_id: string;
            merchant_id: string;
            shop_id: string;
            category_id: string;
            title: {
                en: string;
                zh: string;
            };
            price_minor: number;
            list_price_minor: number;
            /** @enum {string} */
            source: "canal" | "next_category" | "co_purchase" | "co_view" | "alternative" | "repeat" | "trending" | "new_item" | "new_merchant" | "popular" | "category" | "shop" | "search" | "rule" | "sponsored";
            sponsored: boolean;
            canal_id: string | null;
            score: number;
            threshold: number | null;
            reason: {
                /** @enum {string} */
                code: "canal" | "next_category" | "bought_together" | "viewed_together" | "alternative" | "buy_again" | "trending" | "new_item" | "new_merchant" | "popular" | "in_category" | "in_shop" | "search" | "pinned" | "sponsored";
                en: string;
                zh: string;
            };
            offer_count: number;
            from_price_minor: number;
            relevance: number;
        };
        SearchAnswerInput: {
            decision_id: string;
            personalised: boolean;
            /** @description ISO 4217 */
            currency: string;
            query: {
                text: string;
                corrected: string | null;
                dropped: string[];
                unknown: string[];
            };
            total: number;
            results: components["schemas"]["SearchResultInput"][];
            canal: {
                slot: number;
                impression_id: string;
                offer_id: string;
                offer_source_id: string;
                item_id: string;
                item_source_id: string;
                merchant_id: string;
                shop_id: string;
                category_id: string;
                title: {
                    en: string;
                    zh: string;
                };
                price_minor: number;
                list_price_minor: number;
                /** @enum {string} */
                source: "canal" | "next_category" | "co_purchase" | "co_view" | "alternative" | "repeat" | "trending" | "new_item" | "new_merchant" | "popular" | "category" | "shop" | "search" | "rule" | "sponsored";
                sponsored: boolean;
                canal_id: string | null;
                score: number;
                threshold: number | null;
                reason: {
                    /** @enum {string} */
                    code: "canal" | "next_category" | "bought_together" | "viewed_together" | "alternative" | "buy_again" | "trending" | "new_item" | "new_merchant" | "popular" | "in_category" | "in_shop" | "search" | "pinned" | "sponsored";
                    en: string;
                    zh: string;
                };
            } | null;
            recovery: ("dropped" | "popular") | null;
            facets: {
                name: string;
                values: {
                    value: string;
                    label: {
                        en: string;
                        zh: string;
                    };
                    count: number;
                    chosen: boolean;
                }[];
            }[];
            snapshot_hash: string;
            policy_version: number;
        };
        SuggestionsAnswerInput: {
            data: {
                /** @enum {string} */
                kind: "query" | "category" | "brand" | "item";
                text: string;
                id: string;
            }[];
        };
        ItemViewInput: {
            item_id: string;
            item_source_id: string;
            title: {
                en: string;
                zh: string;
            };
            brand: {
                brand_id: string;
                name: {
                    en: string;
                    zh: string;
                };
            } | null;
            path: {
                category_id: string;
                name: {
                    en: string;
                    zh: string;
                };
            }[];
            attributes: {
                [key: string]: string;
            };
            /** @description ISO 4217 */
            currency: string;
            offers: {
                offer_id: string;
                offer_source_id: string;
                price_minor: number;
                list_price_minor: number;
                available: boolean;
                shop_id: string;
                shop_source_id: string;
                shop: {
                    en: string;
                    zh: string;
                };
                merchant_id: string;
                merchant: {
                    en: string;
                    zh: string;
                };
                /** @enum {string} */
                tier: "brand" | "standard" | "small";
            }[];
        };
        ShopViewInput: {
            shop_id: string;
            shop_source_id: string;
            name: {
                en: string;
                zh: string;
            };
            merchant_id: string;
            merchant: {
                en: string;
                zh: string;
            };
            /** @enum {string} */
            tier: "brand" | "standard" | "small";
            item_count: number;
        };
        ShopTreeInput: {
            data: {
                category_id: string;
                parent_id: string | null;
                name: {
                    en: string;
                    zh: string;
                };
                is_leaf: boolean;
                item_count: number;
            }[];
        };
        AccountLabelsInput: {
            account_id: string;
            personalised: boolean;
            labels: {
                label: string;
                text: {
                    en: string;
                    zh: string;
                };
                deleted: boolean;
            }[];
        };
        SearchExplanationInput: {
            query: {
                text: string;
                corrected: string | null;
                words: string[];
                dropped: string[];
                unknown: string[];
            };
            total: number;
            whole: number;
            explanation: components["schemas"]["DecisionExplanationInput"];
            what_if: components["schemas"]["WhatIfAnswerInput"] | null;
            absence: components["schemas"]["AbsenceInput"] | null;
        };
        OwnSearchInput: {
            query: {
                text: string;
                corrected: string | null;
                words: string[];
                dropped: string[];
                unknown: string[];
            };
            total: number;
            explanation: components["schemas"]["MerchantExplanationInput"];
            offer: {
                offer_id: string;
                title: {
                    en: string;
                    zh: string;
                };
                price_minor: number;
                slot: number | null;
                text: {
                    en: string;
                    zh: string;
                };
                words: {
                    word: string;
                    /** @enum {string} */
                    how: "exact" | "synonym" | "spelling" | "pinyin" | "part" | "joined" | "beginning" | "none";
                    terms: string[];
                    fields: ("name" | "brand" | "category" | "attribute" | "shop")[];
                }[];
                changes: {
                    /** @enum {string} */
                    lever: "price_minor" | "refund_rate" | "price_position" | "title";
                    slot: number;
                    title?: {
                        en: string;
                        zh: string;
                    };
                    text: {
                        en: string;
                        zh: string;
                    };
                }[];
            } | null;
        };
        SearchRunInput: {
            run_id: number;
            at: string;
            author: string;
            policy_version: number;
            snapshot_hash: string;
            query_count: number;
            ndcg: number | null;
        };
        SearchQualityInput: {
            judged: {
                query: string;
                judgement_count: number;
                ndcg: number | null;
            }[];
            runs: components["schemas"]["SearchRunInput"][];
            in_vain: {
                query: string;
                asked_count: number;
                found: number;
                dropped: string[];
                unknown: string[];
            }[];
            query_count: number;
            asked_count: number;
            slots: {
                slot: number;
                impression_count: number;
                click_count: number;
            }[];
            from: string;
            until: string;
        };
        SnapshotViewInput: {
            snapshot_id: string;
            hash: string;
            /** @description Highest sequence it has seen */
            known_at: number;
            /** @description First day that is not in it */
            day: string;
            built_at: string;
            built_by: string;
            seconds: number;
            bytes: number;
            counts: {
                [key: string]: number;
            };
            /** @description False once its file was cleared away */
            kept: boolean;
            serving: boolean;
            activated_at: string | null;
        };
        SnapshotListInput: {
            data: components["schemas"]["SnapshotViewInput"][];
            /** @description The snapshot in use; null while there is none */
            serving: string | null;
            /** @description Why the activated snapshot does not serve, or the last build failed */
            problem: {
                code: string;
                detail: string;
                snapshot_id: string | null;
                at: string;
            } | null;
            building: {
                started_at: string;
                step: string;
            } | null;
        };
        SurveyHeaderInput: {
            survey_id: string;
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            as_of: string;
            known_at: number;
            level: number;
            lookback_days: number;
            horizon_days: number;
            /** @enum {string} */
            control_mode: "every_order" | "monthly_weighted";
            index: {
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                from: string;
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                to: string;
            };
            new_in_window: boolean;
            people_count: number;
            order_count: number;
            pairs_tested: number;
            pairs_shown: number;
            currency: string;
            timezone: string;
            simulated: boolean;
            computed_at: string;
        };
        FlowEdgeInput: {
            from_category_id: string;
            to_category_id: string;
            from_label: string | {
                en?: string;
                "zh-CN"?: string;
            };
            to_label: string | {
                en?: string;
                "zh-CN"?: string;
            };
            entry_count: number;
            observed_count: number;
            expected_count: number;
            lift: number | null;
            lift_low: number | null;
            lift_high: number | null;
            q: number | null;
            excess_count: number | null;
            excess_low: number | null;
            excess_high: number | null;
            rate: number | null;
            median_days: number | null;
            reverse_lift: number | null;
            common_lift: number | null;
            net_flow: number | null;
            source_spend_delta_minor: number | null;
            dropped_rate: number;
            control_people_count: number;
            affinity_lift: number | null;
            /** @enum {string} */
            evidence: "shown" | "no_evidence" | "insufficient";
            reason: string;
        };
        CanalOpportunityInput: {
            canal_id: string;
            edge: components["schemas"]["FlowEdgeInput"];
            crowd: {
                crowd_id: string;
                label: string | {
                    en?: string;
                    "zh-CN"?: string;
                };
                people_count: number;
            };
            same_position_rate: number | null;
            expected_first_buyers: number;
            expected_low: number;
            expected_high: number;
            value_minor: number;
            /** @enum {string} */
            source_spend_risk: "none" | "watch" | "unknown";
            season_months: number[];
            reason: string | {
                en?: string;
                "zh-CN"?: string;
            };
        };
        CrowdDefinitionInput: {
            crowd_id: string;
            name: string | {
                en?: string;
                "zh-CN"?: string;
            };
            holds_category_id?: string;
            lacks_category_id?: string;
            breadth?: {
                min: number;
                max: number | null;
            };
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            as_of: string;
            lookback_days: number;
            created_at: string;
            created_by: string;
        };
        WhiteSpaceCellInput: {
            crowd: string;
            crowd_label: string | {
                en?: string;
                "zh-CN"?: string;
            };
            category_id: string;
            people_count: number | null;
            observed_rate: number | null;
            expected_rate: number | null;
            gap_rate: number | null;
            gap_people: number | null;
            /** @enum {string} */
            status: "ok" | "suppressed" | "insufficient";
        };
        IncubationInput: {
            category_id: string;
            label: string | {
                en?: string;
                "zh-CN"?: string;
            };
            target_aac: number;
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            target_date: string;
            history: {
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                as_of: string;
                aac: number;
            }[];
            forecast: {
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                as_of: string;
                p10: number;
                p50: number;
                p90: number;
            }[];
            crossing_date: string | null;
            /** @enum {string} */
            track: "on_track" | "behind" | "ahead" | "reached" | "insufficient";
            reason: string | {
                en?: string;
                "zh-CN"?: string;
            };
        };
        TrendAlertInput: {
            category_id: string;
            label: string | {
                en?: string;
                "zh-CN"?: string;
            };
            month: string;
            observed_count: number;
            expected_count: number;
            ratio: number;
            z: number;
            q: number;
            alert: boolean;
            /** @enum {string} */
            status: "ok" | "insufficient";
        };
        DefenceItemInput: {
            /** @enum {string} */
            kind: "buyers" | "merchant";
            id: string;
            label: string | {
                en?: string;
                "zh-CN"?: string;
            };
            people_count: number | null;
            at_risk_rate: number | null;
            baseline_rate: number | null;
            cause: string;
            cause_text: string | {
                en?: string;
                "zh-CN"?: string;
            };
            action_text: string | {
                en?: string;
                "zh-CN"?: string;
            };
            /** @enum {string} */
            status: "ok" | "suppressed" | "insufficient";
        };
        FlowPageInput: {
            survey: components["schemas"]["SurveyHeaderInput"] | null;
            data: components["schemas"]["FlowEdgeInput"][];
            next_cursor: string | null;
        };
        CanalPageInput: {
            survey: components["schemas"]["SurveyHeaderInput"] | null;
            data: components["schemas"]["CanalOpportunityInput"][];
            next_cursor: string | null;
        };
        CanalViewInput: {
            survey: components["schemas"]["SurveyHeaderInput"];
            canal: components["schemas"]["CanalOpportunityInput"];
        };
        CrowdViewInput: {
            crowd: components["schemas"]["CrowdDefinitionInput"];
            people_count: number | null;
            /** @enum {string} */
            status: "ok" | "suppressed";
            known_at: number;
        };
        WhiteSpaceInput: {
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            as_of: string;
            known_at: number;
            level: number;
            simulated: boolean;
            dimensions: string[];
            data: {
                crowd: string;
                crowd_label: string | {
                    en?: string;
                    "zh-CN"?: string;
                };
                category_id: string;
                people_count: number | null;
                observed_rate: number | null;
                expected_rate: number | null;
                gap_rate: number | null;
                gap_people: number | null;
                /** @enum {string} */
                status: "ok" | "suppressed" | "insufficient";
                dimension: string;
                label: string | {
                    en?: string;
                    "zh-CN"?: string;
                };
            }[];
        };
        IncubationsInput: {
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            as_of: string;
            known_at: number;
            level: number;
            simulated: boolean;
            target_aac: number;
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            target_date: string;
            data: components["schemas"]["IncubationInput"][];
        };
        TrendsInput: {
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            as_of: string;
            known_at: number;
            level: number;
            simulated: boolean;
            month: string;
            data: components["schemas"]["TrendAlertInput"][];
        };
        DefenceInput: {
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            as_of: string;
            known_at: number;
            level: number;
            simulated: boolean;
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            measured_at: string;
            horizon_days: number;
            buyers: {
                people_count: number;
                expected_to_leave: number | null;
                high_risk_count: number | null;
                baseline_rate: number | null;
                /** @enum {string} */
                status: "ok" | "insufficient";
            };
            causes: {
                /** @enum {string} */
                kind: "buyers" | "merchant";
                driver: string;
                people_count: number;
                people_now: number;
                left_count: number;
                expected_count: number;
                ratio: number | null;
                low: number | null;
                high: number | null;
                q: number | null;
                named: boolean;
                /** @enum {string} */
                status: "ok" | "insufficient";
                text: string | {
                    en?: string;
                    "zh-CN"?: string;
                };
                action: string | {
                    en?: string;
                    "zh-CN"?: string;
                };
            }[];
            data: components["schemas"]["DefenceItemInput"][];
        };
        Me: {
            /** @enum {string} */
            kind: "person" | "key" | "local";
            id: string;
            name: string;
            email: string | null;
            /** @enum {string} */
            role: "operator" | "industry_operator" | "merchant";
            merchant_id: string | null;
            industries: string[];
            scopes: ("events:write" | "facts:write" | "metrics:read" | "imports:write" | "serve" | "admin")[];
        };
        User: {
            user_id: string;
            email: string;
            name: string;
            /** @enum {string} */
            role: "operator" | "industry_operator" | "merchant";
            merchant_id: string | null;
            industries: string[];
            created_at: string;
        };
        ApiKey: {
            key_id: string;
            name: string;
            prefix: string;
            scopes: ("events:write" | "facts:write" | "metrics:read" | "imports:write" | "serve" | "admin")[];
            merchant_id: string | null;
            signed: boolean;
            created_at: string;
            last_used_at: string | null;
            revoked_at: string | null;
        };
        CreatedKey: {
            key_id: string;
            name: string;
            prefix: string;
            scopes: ("events:write" | "facts:write" | "metrics:read" | "imports:write" | "serve" | "admin")[];
            merchant_id: string | null;
            signed: boolean;
            created_at: string;
            last_used_at: string | null;
            revoked_at: string | null;
            key: string;
            signing_secret: string | null;
        };
        Problem: {
            type: string;
            title: string;
            status: number;
            code: string;
            detail?: string;
            remedy?: string;
            instance?: string;
            request_id?: string;
            errors?: {
                pointer: string;
                code: string;
                detail: string;
            }[];
        };
        ModelCard: {
            model_id: string;
            /** @enum {string} */
            kind: "next_category";
            version: number;
            /** @enum {string} */
            status: "fitted" | "uninformative";
            reason: {
                code: string;
                detail: string;
            } | null;
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            as_of: string;
            known_at: number;
            horizon_days: number;
            people_count: number;
            line_count: number;
            category_count: number;
            windows: {
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                from: string;
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                to: string;
                people_count: number;
                first_purchase_count: number;
            }[];
            leakage: {
                people_count: number;
                passed: boolean;
            } | null;
            quality: {
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                from: string;
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                to: string;
                people_count: number;
                judged_count: number;
                ndcg_at_10: number | null;
                recall_at_10: number | null;
                baseline: {
                    ndcg_at_10: number | null;
                    recall_at_10: number | null;
                };
                intervals?: {
                    ndcg_at_10: {
                        value: number;
                        low: number;
                        high: number;
                    };
                    recall_at_10: {
                        value: number;
                        low: number;
                        high: number;
                    };
                    ndcg_over_baseline: {
                        value: number;
                        low: number;
                        high: number;
                    };
                    recall_over_baseline: {
                        value: number;
                        low: number;
                        high: number;
                    };
                } | null;
                calibration: {
                    slope: number;
                    ratio: number | null;
                    deciles: {
                        rows: number;
                        predicted: number;
                        observed: number;
                        hits: number;
                        low?: number;
                        high?: number;
                    }[];
                };
            } | null;
            limits: string | {
                en?: string;
                "zh-CN"?: string;
            };
            artefact_sha256: string | null;
            artefact_bytes: number;
            simulated: boolean;
            timezone: string;
            seconds: number;
            trained_at: string;
            trained_by: string;
        };
        ModelExplanation: {
            model_id: string;
            account_id: string;
            category_id: string;
            label: string | {
                en?: string;
                "zh-CN"?: string;
            };
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            as_of: string;
            known_at: number;
            horizon_days: number;
            intercept: number;
            terms: {
                name: string;
                means: string;
                values: {
                    [key: string]: number | null;
                };
                log_odds: number;
            }[];
            log_odds: number;
            probability: number;
            affinity: {
                category_id: string;
                label: string | {
                    en?: string;
                    "zh-CN"?: string;
                };
                amount: number;
            }[];
        };
        Placement: {
            placement_id: string;
            merchant_id: string;
            offer_ids: string[];
            scenarios: ("search" | "category_page" | "home_feed")[];
            /** @default [] */
            queries: string[];
            /** @default [] */
            category_ids: string[];
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            from: string;
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            until: string;
            /** @default 1 */
            slots: number;
            /** @default 0 */
            first_slot: number;
            /** @default 47 */
            last_slot: number;
            price: {
                /** @constant */
                kind: "per_thousand_impressions";
                amount_minor: number;
            } | {
                /** @constant */
                kind: "fixed";
                amount_minor: number;
            };
            /** @default true */
            enabled: boolean;
        };
        PlacementView: {
            placement_id: string;
            merchant_id: string;
            offer_ids: string[];
            scenarios: ("search" | "category_page" | "home_feed")[];
            /** @default [] */
            queries: string[];
            /** @default [] */
            category_ids: string[];
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            from: string;
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            until: string;
            /** @default 1 */
            slots: number;
            /** @default 0 */
            first_slot: number;
            /** @default 47 */
            last_slot: number;
            price: {
                /** @constant */
                kind: "per_thousand_impressions";
                amount_minor: number;
            } | {
                /** @constant */
                kind: "fixed";
                amount_minor: number;
            };
            /** @default true */
            enabled: boolean;
            merchant: {
                en: string;
                zh: string;
            };
            running: boolean;
            served_count: number;
            impression_count: number;
            click_count: number;
            due_minor: number;
        };
        ScenarioConfig: {
            /** @enum {string} */
            scenario: "home_feed" | "item_alternatives" | "item_complements" | "cart" | "after_purchase" | "buy_again" | "category_page" | "shop_page" | "live" | "notes" | "message" | "search";
            slots: number;
            sources: {
                /** @enum {string} */
                source: "canal" | "next_category" | "co_purchase" | "co_view" | "alternative" | "repeat" | "trending" | "new_item" | "new_merchant" | "popular" | "category" | "shop" | "search" | "rule" | "sponsored";
                most: number;
            }[];
            repeat_rate: number | null;
            caps: {
                merchant: number | null;
                category: number | null;
                brand: number | null;
            };
            frequency_cap: {
                impressions: number;
                days: number;
            } | null;
            exploration_slots: number;
            sponsored_slots?: number;
            randomised_rate: number;
            value: {
                margin_rate: number;
                first_purchase_minor: number;
                need_share?: number;
                new_need_share?: number;
                relevance_share?: number;
                price_power_minor?: number;
            };
            /** @default [] */
            skip_gates: ("owned" | "in_cart" | "repurchase_interval" | "frequency_cap")[];
        };
        Rule: {
            rule_id: string;
            text: string | {
                en?: string;
                "zh-CN"?: string;
            };
            /**
             * @description []: all
             * @default []
             */
            scenarios: ("home_feed" | "item_alternatives" | "item_complements" | "cart" | "after_purchase" | "buy_again" | "category_page" | "shop_page" | "live" | "notes" | "message" | "search")[];
            when: string;
            action: {
                /** @constant */
                kind: "filter";
            } | {
                /** @constant */
                kind: "boost";
                /** @default 0 */
                add_minor: number;
                /** @default 0 */
                share: number;
            } | {
                /** @constant */
                kind: "bury";
                /** @default 0 */
                take_minor: number;
                /** @default 0 */
                share: number;
            } | {
                /** @constant */
                kind: "pin";
                slot: number;
            } | {
                /** @constant */
                kind: "quota";
                /** @default 0 */
                min: number;
                /** @default null */
                max: number | null;
            };
            /** @default 0 */
            priority: number;
            /** @default null */
            from: string | null;
            /** @default null */
            until: string | null;
            /** @default true */
            enabled: boolean;
        };
        Experiment: {
            experiment_id: string;
            hypothesis: string;
            /**
             * @default account
             * @enum {string}
             */
            unit: "account" | "session";
            salt: string;
            traffic_rate: number;
            /** @default  */
            exclusion_tag: string;
            /**
             * @description []: all
             * @default []
             */
            scenarios: ("home_feed" | "item_alternatives" | "item_complements" | "cart" | "after_purchase" | "buy_again" | "category_page" | "shop_page" | "live" | "notes" | "message" | "search")[];
            arms: {
                arm: string;
                weight: number;
                /**
                 * @default {
                 *       "withhold_sources": [],
                 *       "withhold_canals": []
                 *     }
                 */
                change: {
                    /** @default [] */
                    withhold_sources: ("canal" | "next_category" | "co_purchase" | "co_view" | "alternative" | "repeat" | "trending" | "new_item" | "new_merchant" | "popular" | "category" | "shop" | "search" | "rule" | "sponsored")[];
                    /** @default [] */
                    withhold_canals: string[];
                    first_purchase_minor?: number;
                    repeat_rate?: number | null;
                };
            }[];
            /**
             * @default draft
             * @enum {string}
             */
            status: "draft" | "running" | "stopped";
        };
        OpenCanal: {
            canal_id: string;
            from_category_id: string;
            to_category_id: string;
            /**
             * @description []: all
             * @default []
             */
            scenarios: ("home_feed" | "item_alternatives" | "item_complements" | "cart" | "after_purchase" | "buy_again" | "category_page" | "shop_page" | "live" | "notes" | "message" | "search")[];
            /** @default 2 */
            slots: number;
            opened_at: string;
        };
        Policy: {
            version: number;
            hash: string;
            effective_at: string;
            scenarios: components["schemas"]["ScenarioConfig"][];
            rules: components["schemas"]["Rule"][];
            experiments: components["schemas"]["Experiment"][];
            canals: components["schemas"]["OpenCanal"][];
            holdout: {
                salt: string;
                rate: number;
            };
            synonyms?: string[][];
            placements?: components["schemas"]["Placement"][];
        };
        Slate: {
            decision_id: string;
            /** @enum {string} */
            scenario: "home_feed" | "item_alternatives" | "item_complements" | "cart" | "after_purchase" | "buy_again" | "category_page" | "shop_page" | "live" | "notes" | "message" | "search";
            personalised: boolean;
            /** @description ISO 4217 */
            currency: string;
            candidate_count: number;
            slots: {
                slot: number;
                impression_id: string;
                offer_id: string;
                offer_source_id: string;
                item_id: string;
                item_source_id: string;
                merchant_id: string;
                shop_id: string;
                category_id: string;
                title: {
                    en: string;
                    zh: string;
                };
                price_minor: number;
                list_price_minor: number;
                /** @enum {string} */
                source: "canal" | "next_category" | "co_purchase" | "co_view" | "alternative" | "repeat" | "trending" | "new_item" | "new_merchant" | "popular" | "category" | "shop" | "search" | "rule" | "sponsored";
                sponsored: boolean;
                canal_id: string | null;
                score: number;
                threshold: number | null;
                reason: {
                    /** @enum {string} */
                    code: "canal" | "next_category" | "bought_together" | "viewed_together" | "alternative" | "buy_again" | "trending" | "new_item" | "new_merchant" | "popular" | "in_category" | "in_shop" | "search" | "pinned" | "sponsored";
                    en: string;
                    zh: string;
                };
            }[];
        };
        SlatesAnswer: {
            data: components["schemas"]["Slate"][];
            snapshot_hash: string;
            policy_version: number;
            stale: boolean;
        };
        Decision: {
            decision_id: string;
            clock: number;
            build: string;
            snapshot_hash: string;
            patch?: {
                hash: string;
                known_at: number;
                at: number;
            };
            policy_hash: string;
            policy_version: number;
            seed: number;
            request: {
                /** @enum {string} */
                scenario: "home_feed" | "item_alternatives" | "item_complements" | "cart" | "after_purchase" | "buy_again" | "category_page" | "shop_page" | "live" | "notes" | "message" | "search";
                account_id: string;
                session: string;
                region: string;
                /** @enum {string} */
                locale: "en" | "zh-CN";
                k: number;
                item_id: string;
                offer_id: string;
                category_id: string;
                shop_id: string;
                cart: string[];
                order: string[];
                query: string;
                scope?: {
                    category_id: string;
                    brand_ids: string[];
                    merchant_id: string;
                    shop_id: string;
                    price_from_minor: number | null;
                    price_to_minor: number | null;
                    attributes: string[];
                    /** @enum {string} */
                    sort: "best" | "price_up" | "price_down" | "newest" | "bought";
                    skip: number;
                };
            };
            live: {
                purchases: {
                    item_id: string;
                    offer_id: string;
                    day: number;
                    amount_minor: number;
                }[];
                views: string[];
                cart: string[];
                impressions: [
                    string,
                    number
                ][];
                forgotten?: string[];
                closed: [
                    string,
                    "unavailable" | "risk",
                    string
                ][];
            };
            arms: {
                experiment_id: string;
                arm: string;
            }[];
            holdout: boolean;
            candidate_count: number;
            closed: {
                [key: string]: number;
            };
            slots: {
                slot: number;
                offer_id: string;
                /** @enum {string} */
                source: "canal" | "next_category" | "co_purchase" | "co_view" | "alternative" | "repeat" | "trending" | "new_item" | "new_merchant" | "popular" | "category" | "shop" | "search" | "rule" | "sponsored";
                canal_id: string | null;
                score: number;
                threshold: number | null;
                propensity: number;
                randomised: boolean;
                reason: {
                    /** @enum {string} */
                    code: "canal" | "next_category" | "bought_together" | "viewed_together" | "alternative" | "buy_again" | "trending" | "new_item" | "new_merchant" | "popular" | "in_category" | "in_shop" | "search" | "pinned" | "sponsored";
                    en: string;
                    zh: string;
                };
                placement_id?: string;
            }[];
            ghost: {
                slot: number;
                offer_id: string;
                /** @enum {string} */
                source: "canal" | "next_category" | "co_purchase" | "co_view" | "alternative" | "repeat" | "trending" | "new_item" | "new_merchant" | "popular" | "category" | "shop" | "search" | "rule" | "sponsored";
                canal_id: string | null;
                score: number;
                threshold: number | null;
                propensity: number;
                randomised: boolean;
                reason: {
                    /** @enum {string} */
                    code: "canal" | "next_category" | "bought_together" | "viewed_together" | "alternative" | "buy_again" | "trending" | "new_item" | "new_merchant" | "popular" | "in_category" | "in_shop" | "search" | "pinned" | "sponsored";
                    en: string;
                    zh: string;
                };
                placement_id?: string;
            }[] | null;
        };
        DecisionSummary: {
            decision_id: string;
            at: string;
            /** @enum {string} */
            scenario: "home_feed" | "item_alternatives" | "item_complements" | "cart" | "after_purchase" | "buy_again" | "category_page" | "shop_page" | "live" | "notes" | "message" | "search";
            account_id: string;
            policy_version: number;
            snapshot_hash: string;
            holdout: boolean;
            slot_count: number;
            canal_slot_count: number;
        };
        ReplayReport: {
            decision_id: string;
            equal: boolean;
            build: string;
            replayed_by: string;
            differences: {
                pointer: string;
                recorded: unknown;
                replayed: unknown;
            }[];
        };
        AvailabilityReceipt: {
            changed: number;
            unchanged: number;
            /** @description Offers that the snapshot does not know, at most 100 */
            unknown: string[];
            unavailable_count: number;
        };
        Audience: {
            category_id: string;
            label: string | {
                en?: string;
                "zh-CN"?: string;
            };
            suppressed: boolean;
            eligible_count: number | null;
            people_count: number | null;
            expected_first_purchases: number | null;
            horizon_days: number;
            reasons: {
                category_id: string;
                label: string | {
                    en?: string;
                    "zh-CN"?: string;
                };
                share: number;
                lift: number;
            }[];
            crowd: {
                holds_category_id: string | null;
                lacks_category_id: string;
            };
        };
        QueryWord: {
            word: string;
            /** @enum {string} */
            how: "exact" | "synonym" | "spelling" | "pinyin" | "part" | "joined" | "beginning" | "none";
            terms: string[];
            fields: ("name" | "brand" | "category" | "attribute" | "shop")[];
            relevance: number;
            amount_minor: number;
        };
        ExplainedTerm: {
            /** @enum {string} */
            name: "purchase" | "first_purchase" | "need" | "relevance" | "price_power" | "chosen_order" | "rule";
            rule_id: string | null;
            amount_minor: number;
            parts: {
                [key: string]: number;
            };
            log_odds: {
                name: string;
                log_odds: number;
            }[];
            words: components["schemas"]["QueryWord"][];
        };
        ExplainedSlot: {
            slot: number;
            offer_id: string;
            title: {
                en: string;
                zh: string;
            };
            merchant_id: string;
            price_minor: number;
            /** @enum {string} */
            source: "canal" | "next_category" | "co_purchase" | "co_view" | "alternative" | "repeat" | "trending" | "new_item" | "new_merchant" | "popular" | "category" | "shop" | "search" | "rule" | "sponsored";
            canal_id: string | null;
            reason: {
                /** @enum {string} */
                code: "canal" | "next_category" | "bought_together" | "viewed_together" | "alternative" | "buy_again" | "trending" | "new_item" | "new_merchant" | "popular" | "in_category" | "in_shop" | "search" | "pinned" | "sponsored";
                en: string;
                zh: string;
            };
            /** @enum {string} */
            why: "pin" | "paid" | "quota" | "canal" | "exploration" | "repeat" | "novel" | "score" | "swap";
            rule_id: string | null;
            placement_id: string | null;
            randomised: boolean;
            propensity: number;
            bought_before: boolean;
            terms: components["schemas"]["ExplainedTerm"][];
            score: number;
            threshold: number | null;
            margin_minor: number | null;
            gates_passed: ("withdrawn" | "unavailable" | "risk" | "rule" | "owned" | "in_cart" | "repurchase_interval" | "frequency_cap")[];
        };
        DecisionExplanation: {
            decision_id: string;
            at: string;
            /** @enum {string} */
            scenario: "home_feed" | "item_alternatives" | "item_complements" | "cart" | "after_purchase" | "buy_again" | "category_page" | "shop_page" | "live" | "notes" | "message" | "search";
            personalised: boolean;
            holdout: boolean;
            arms: {
                experiment_id: string;
                arm: string;
            }[];
            snapshot_hash: string;
            policy_version: number;
            policy_hash: string;
            currency: string;
            equal: boolean;
            candidate_count: number;
            sources: {
                /** @enum {string} */
                source: "canal" | "next_category" | "co_purchase" | "co_view" | "alternative" | "repeat" | "trending" | "new_item" | "new_merchant" | "popular" | "category" | "shop" | "search" | "rule" | "sponsored";
                candidate_count: number;
                open_count: number;
            }[];
            closed: {
                /** @enum {string} */
                gate: "withdrawn" | "unavailable" | "risk" | "rule" | "owned" | "in_cart" | "repurchase_interval" | "frequency_cap";
                offer_count: number;
            }[];
            slots: components["schemas"]["ExplainedSlot"][];
            passed_over: {
                offer_id: string;
                title: {
                    en: string;
                    zh: string;
                };
                merchant_id: string;
                score: number;
                /** @enum {string} */
                why: "cap_merchant" | "cap_category" | "cap_brand" | "quota_max" | "same_item" | "budget" | "placement" | "score";
                rule_id: string | null;
            }[];
            gated: {
                offer_id: string;
                title: {
                    en: string;
                    zh: string;
                };
                merchant_id: string;
                /** @enum {string} */
                gate: "withdrawn" | "unavailable" | "risk" | "rule" | "owned" | "in_cart" | "repurchase_interval" | "frequency_cap";
                by: string;
            }[];
        };
        WhatIfChange: {
            offer_id: string;
            price_minor?: number;
            list_price_minor?: number;
            price_position?: number;
            refund_rate?: number;
            title?: {
                en?: string;
                zh?: string;
            };
        };
        WhatIfAnswer: {
            decision_id: string;
            before: {
                slot: number;
                offer_id: string;
                title: {
                    en: string;
                    zh: string;
                };
                merchant_id: string;
                score: number;
            }[];
            after: {
                slot: number;
                offer_id: string;
                title: {
                    en: string;
                    zh: string;
                };
                merchant_id: string;
                score: number;
                was: number | null;
            }[];
            offers: {
                offer_id: string;
                title: {
                    en: string;
                    zh: string;
                };
                merchant_id: string;
                before: {
                    slot: number | null;
                    score: number | null;
                    gate: ("withdrawn" | "unavailable" | "risk" | "rule" | "owned" | "in_cart" | "repurchase_interval" | "frequency_cap") | null;
                };
                after: {
                    slot: number | null;
                    score: number | null;
                    gate: ("withdrawn" | "unavailable" | "risk" | "rule" | "owned" | "in_cart" | "repurchase_interval" | "frequency_cap") | null;
                };
                terms: components["schemas"]["ExplainedTerm"][];
            }[];
        };
        Absence: {
            decision_id: string;
            offer_id: string;
            title: {
                en: string;
                zh: string;
            };
            merchant_id: string;
            /** @enum {string} */
            why: "shown" | "not_a_candidate" | "no_match" | "gate" | "below_threshold" | "cap_merchant" | "cap_category" | "cap_brand" | "quota_max" | "same_item" | "budget" | "placement" | "score";
            gate: ("withdrawn" | "unavailable" | "risk" | "rule" | "owned" | "in_cart" | "repurchase_interval" | "frequency_cap") | null;
            by: string | null;
            source: ("canal" | "next_category" | "co_purchase" | "co_view" | "alternative" | "repeat" | "trending" | "new_item" | "new_merchant" | "popular" | "category" | "shop" | "search" | "rule" | "sponsored") | null;
            score: number | null;
            threshold: number | null;
            gap_minor: number | null;
            terms: components["schemas"]["ExplainedTerm"][];
            words: components["schemas"]["QueryWord"][];
            changes: {
                /** @enum {string} */
                lever: "price_minor" | "refund_rate" | "price_position" | "title";
                from: number;
                to: number;
                title?: {
                    en: string;
                    zh: string;
                };
                slot: number;
                text: {
                    en: string;
                    zh: string;
                };
            }[];
            text: {
                en: string;
                zh: string;
            };
        };
        MerchantExplanation: {
            decision_id: string;
            at: string;
            /** @enum {string} */
            scenario: "home_feed" | "item_alternatives" | "item_complements" | "cart" | "after_purchase" | "buy_again" | "category_page" | "shop_page" | "live" | "notes" | "message" | "search";
            policy_version: number;
            slot_count: number;
            offers: {
                offer_id: string;
                title: {
                    en: string;
                    zh: string;
                };
                slot: number | null;
                /** @enum {string} */
                outcome: "shown" | "not_shown" | "not_eligible";
                gate: ("withdrawn" | "unavailable" | "risk" | "rule" | "owned" | "in_cart" | "repurchase_interval" | "frequency_cap") | null;
                distance: ("near" | "some" | "far") | null;
                factors: {
                    /** @enum {string} */
                    group: "demand" | "price" | "fit" | "first_purchase" | "relevance" | "rules";
                    /** @enum {string} */
                    importance: "high" | "medium" | "low";
                    /** @enum {string} */
                    direction: "up" | "down" | "level";
                }[];
                rules: string[];
                text: {
                    en: string;
                    zh: string;
                };
            }[];
        };
        OwnChanges: {
            decision_id: string;
            /** @enum {string} */
            scenario: "home_feed" | "item_alternatives" | "item_complements" | "cart" | "after_purchase" | "buy_again" | "category_page" | "shop_page" | "live" | "notes" | "message" | "search";
            offer_id: string;
            title: {
                en: string;
                zh: string;
            };
            /** @enum {string} */
            outcome: "shown" | "not_shown" | "not_eligible";
            changes: {
                /** @enum {string} */
                lever: "price_minor" | "refund_rate" | "stock";
                from: number;
                to: number;
                text: {
                    en: string;
                    zh: string;
                };
            }[];
            text: {
                en: string;
                zh: string;
            };
        };
        Standing: {
            merchant_id: string;
            decision_count: number;
            concerned_count: number;
            offers: {
                offer_id: string;
                title: {
                    en: string;
                    zh: string;
                };
                candidate_count: number;
                shown_count: number;
                best_slot: number | null;
                gates: {
                    /** @enum {string} */
                    gate: "withdrawn" | "unavailable" | "risk" | "rule" | "owned" | "in_cart" | "repurchase_interval" | "frequency_cap";
                    decision_count: number;
                    text: {
                        en: string;
                        zh: string;
                    };
                }[];
                factors: {
                    /** @enum {string} */
                    group: "demand" | "price" | "fit" | "first_purchase" | "relevance" | "rules";
                    /** @enum {string} */
                    importance: "high" | "medium" | "low";
                    /** @enum {string} */
                    direction: "up" | "down" | "level";
                }[];
                distance: ("near" | "some" | "far") | null;
                missed_in: string | null;
                text: {
                    en: string;
                    zh: string;
                };
            }[];
        };
        ConsumerReasons: {
            decision_id: string;
            personalised: boolean;
            slots: {
                slot: number;
                offer_id: string;
                text: {
                    en: string;
                    zh: string;
                };
            }[];
            text: {
                en: string;
                zh: string;
            };
        };
        Receipt: {
            received: number;
            accepted: number;
            duplicate: number;
            rejected: number;
            rejections: {
                index: number;
                code: string;
                detail: string;
                pointer: string;
                rejected_id: string;
            }[];
            known_at: number;
        };
        RejectedRow: {
            rejected_id: string;
            source: string;
            document: string;
            index: number;
            fact: string;
            code: string;
            detail: string;
            pointer: string;
            row: unknown;
            rejected_at: string;
            /** @enum {string} */
            status: "open" | "replayed" | "dismissed";
        };
        ImportJob: {
            import_id: string;
            /** @enum {string} */
            kind: "complete-journey" | "olist" | "uci-online-retail" | "generic" | "example";
            source: string;
            path: string;
            dry_run: boolean;
            /** @enum {string} */
            state: "running" | "done" | "failed" | "cancelled";
            stage: string;
            rows_total: number | null;
            received: number;
            accepted: number;
            duplicate: number;
            rejected: number;
            rejected_by_code: {
                [key: string]: number;
            };
            error: {
                code: string;
                detail: string;
            } | null;
            started_at: string;
            ended_at: string | null;
        };
        FactsBody: {
            source: string;
            /** @description Facts of the kinds this address takes. */
            facts: unknown[];
        };
        OrdersBody: {
            source: string;
            /** @description Parent orders: { source_id, account?, ordered_at, paid_at?, confirmed_at?, currency, fx_rate?, channel?, app_id?, region?, merchant_orders: [{ source_id?, shop, lines: [order_line fields] }] } or lines directly under the order. */
            orders: unknown[];
        };
        SegmentMessage: {
            messageId?: string;
            timestamp?: string;
        } & {
            [key: string]: unknown;
        };
        ReplayResult: {
            /** @enum {string} */
            outcome: "accepted" | "duplicate" | "rejected";
            row: components["schemas"]["RejectedRow"];
        };
        MetricDefinition: {
            id: string;
            code: string;
            version: number;
            name: string | {
                en?: string;
                "zh-CN"?: string;
            };
            description: string | {
                en?: string;
                "zh-CN"?: string;
            };
            formula: string;
            /** @enum {string} */
            unit: "people" | "rate" | "ratio" | "minor" | "count";
            grains: ("platform" | "category" | "merchant" | "shop" | "brand" | "merchant_category")[];
            lookback_days: number;
            horizon_days: number | null;
            maturity_days: number;
            /** @enum {string} */
            identity_mode: "account" | "resolved";
            one_tree: boolean;
            owner: string;
            needs: ("account" | "category" | "merchant" | "brand")[];
        };
        MetricCell: {
            category_id?: string;
            merchant_id?: string;
            shop_id?: string;
            brand_id?: string;
            cohort?: string;
            age?: number;
            part?: string;
            label?: string | {
                en?: string;
                "zh-CN"?: string;
            };
            value: number | null;
            numerator?: number | null;
            denominator?: number | null;
            conservative?: number | null;
            /** @enum {string} */
            status: "ok" | "suppressed" | "insufficient" | "immature" | "new_in_window" | "dimension_absent";
        };
        MetricResult: {
            metric: string;
            code: string;
            version: number;
            /** @enum {string} */
            unit: "people" | "rate" | "ratio" | "minor" | "count";
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            as_of: string;
            known_at: number;
            window: {
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                from: string;
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                to: string;
            };
            /** @enum {string} */
            grain: "platform" | "category" | "merchant" | "shop" | "brand" | "merchant_category";
            variant: string;
            tree: string;
            identity_mode: string;
            timezone: string;
            currency: string;
            scope: {
                channels: string[];
            };
            lookback_days: number;
            horizon_days: number | null;
            /** @enum {string} */
            state: "provisional" | "final";
            coverage_rate: number;
            simulated: boolean;
            computed_at: string;
            revision: number | null;
            cells: components["schemas"]["MetricCell"][];
        };
        Publication: {
            publication_id: string;
            metric: string;
            /** @enum {string} */
            grain: "platform" | "category" | "merchant" | "shop" | "brand" | "merchant_category";
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            as_of: string;
            revision: number;
            known_at: number;
            published_at: string;
        };
        ErasureReceipt: {
            account_id: string;
            erased_at: string;
            complete: boolean;
        };
        SettingsView: {
            version: number;
            settings: {
                /**
                 * @default {
                 *       "en": "Marketplace",
                 *       "zh-CN": "商城"
                 *     }
                 */
                name: string | {
                    en?: string;
                    "zh-CN"?: string;
                };
                /** @default Asia/Shanghai */
                timezone: string;
                /**
                 * @description ISO 4217
                 * @default CNY
                 */
                currency: string;
                /** @default 45 */
                maturity_days: number;
                /** @default 100 */
                k_anonymity: number;
                /** @default 0.001 */
                materiality_rate: number;
                /** @default [] */
                scope_channels: string[];
                /** @default 7 */
                policy_notice_days: number;
                /** @default 180 */
                decision_retention_days: number;
                /** @default 300000 */
                clock_skew_ms: number;
                /** @default false */
                simulated: boolean;
            };
        };
        AuditEntry: {
            audit_id: number;
            at: string;
            actor: string;
            action: string;
            subject: string;
            before: unknown;
            after: unknown;
        };
        InstanceStatus: {
            version: string;
            name: string | {
                en?: string;
                "zh-CN"?: string;
            };
            simulated: boolean;
            timezone: string;
            currency: string;
            known_at: number;
            first_date: string | null;
            last_date: string | null;
            default_as_of: string | null;
            last_fact_at: string | null;
            dimensions: {
                account: boolean;
                category: boolean;
                merchant: boolean;
                brand: boolean;
            };
            published: string[];
        };
        DoctorReport: {
            ok: boolean;
            checks: {
                id: string;
                /** @enum {string} */
                state: "ok" | "warn" | "fail";
                detail: string;
                remedy: string | null;
                values: {
                    [key: string]: string | number | boolean | null;
                };
            }[];
        };
        JourneyGraph: {
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            from: string;
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            to: string;
            timezone: string;
            gap_minutes: number;
            k: number;
            rounded: boolean;
            simulated: boolean;
            /** @enum {string} */
            status: "ok" | "insufficient" | "suppressed";
            visit_count: number | null;
            people_count: number | null;
            order_rate: number | null;
            steps_to_order: number | null;
            seconds_to_order: number | null;
            nodes: {
                /** @enum {string} */
                surface: "home" | "search" | "category" | "item" | "shop" | "live" | "notes" | "cart" | "order";
                /** @enum {string} */
                status: "ok" | "suppressed";
                step_count: number | null;
                visit_count: number | null;
                exit_rate: number | null;
                order_rate: number | null;
                seconds_to_order: number | null;
                dwell_seconds: number | null;
            }[];
            edges: {
                /** @enum {string} */
                from: "start" | "home" | "search" | "category" | "item" | "shop" | "live" | "notes" | "cart" | "order";
                /** @enum {string} */
                to: "home" | "search" | "category" | "item" | "shop" | "live" | "notes" | "cart" | "order" | "exit" | "other";
                step_count: number;
                people_count: number | null;
                rate: number;
            }[];
            trend: {
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                week: string;
                /** @enum {string} */
                status: "ok" | "suppressed";
                visit_count: number | null;
                order_rate: number | null;
                steps_to_order: number | null;
            }[];
        };
        MetricSeries: {
            metric: string;
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            from: string;
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            to: string;
            /** @enum {string} */
            step: "day" | "week" | "month";
            results: components["schemas"]["MetricResult"][];
        };
        Headline: {
            metric: string;
            code: string;
            version: number;
            name: string | {
                en?: string;
                "zh-CN"?: string;
            };
            /** @enum {string} */
            unit: "people" | "rate" | "ratio" | "minor" | "count";
            value: number | null;
            conservative: number | null;
            /** @enum {string} */
            status: "ok" | "suppressed" | "insufficient" | "immature" | "new_in_window" | "dimension_absent";
            coverage_rate: number;
            previous: {
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                as_of: string;
                value: number | null;
                /** @enum {string} */
                status: "ok" | "suppressed" | "insufficient" | "immature" | "new_in_window" | "dimension_absent";
            } | null;
            trend: {
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                as_of: string;
                value: number | null;
                /** @enum {string} */
                status: "ok" | "suppressed" | "insufficient" | "immature" | "new_in_window" | "dimension_absent";
            }[];
        };
        Overview: {
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            as_of: string;
            known_at: number;
            /** @enum {string} */
            state: "provisional" | "final";
            simulated: boolean;
            timezone: string;
            currency: string;
            computed_at: string;
            revision: number | null;
            subject: {
                /** @enum {string} */
                kind: "platform" | "category" | "merchant";
                id: string;
                name: (string | {
                    en?: string;
                    "zh-CN"?: string;
                }) | null;
            };
            headlines: components["schemas"]["Headline"][];
            waterfall: {
                part: string;
                value: number | null;
                /** @enum {string} */
                status: "ok" | "suppressed" | "insufficient" | "immature" | "new_in_window" | "dimension_absent";
            }[];
            /** @enum {string} */
            waterfall_unit: "minor";
            partial: boolean;
        };
        CategoryRow: {
            category_id: string;
            parent_id: string | null;
            name: string | {
                en?: string;
                "zh-CN"?: string;
            };
            level: number;
            is_leaf: boolean;
            industry: string;
            aac: number | null;
            penetration: number | null;
            /** @enum {string} */
            status: "ok" | "suppressed" | "insufficient" | "immature" | "new_in_window" | "dimension_absent";
            previous_aac: number | null;
            change_rate: number | null;
        };
        CategoryPage: {
            data: components["schemas"]["CategoryRow"][];
            next_cursor: string | null;
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            as_of: string;
            known_at: number;
            /** @enum {string} */
            state: "provisional" | "final";
            simulated: boolean;
            timezone: string;
            currency: string;
            computed_at: string;
            revision: number | null;
        };
        CategoryDetail: {
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            as_of: string;
            known_at: number;
            /** @enum {string} */
            state: "provisional" | "final";
            simulated: boolean;
            timezone: string;
            currency: string;
            computed_at: string;
            revision: number | null;
            category: components["schemas"]["CategoryRow"];
            path: {
                category_id: string;
                name: string | {
                    en?: string;
                    "zh-CN"?: string;
                };
            }[];
            children: components["schemas"]["CategoryRow"][];
            trend: {
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                as_of: string;
                value: number | null;
                /** @enum {string} */
                status: "ok" | "suppressed" | "insufficient" | "immature" | "new_in_window" | "dimension_absent";
            }[];
            penetration_trend: {
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                as_of: string;
                value: number | null;
                /** @enum {string} */
                status: "ok" | "suppressed" | "insufficient" | "immature" | "new_in_window" | "dimension_absent";
            }[];
            metrics: components["schemas"]["MetricResult"][];
            merchants: {
                merchant_id: string;
                name: string | {
                    en?: string;
                    "zh-CN"?: string;
                };
                aac: number | null;
                share: number | null;
                /** @enum {string} */
                status: "ok" | "suppressed" | "insufficient" | "immature" | "new_in_window" | "dimension_absent";
            }[];
        };
        MerchantRow: {
            merchant_id: string;
            name: string | {
                en?: string;
                "zh-CN"?: string;
            };
            tier: string;
            industry: string;
            region: string;
            aac: number | null;
            aac_share: number | null;
            gmv_minor: number | null;
            gmv_share: number | null;
            /** @enum {string} */
            status: "ok" | "suppressed" | "insufficient" | "immature" | "new_in_window" | "dimension_absent";
        };
        MerchantPage: {
            data: components["schemas"]["MerchantRow"][];
            next_cursor: string | null;
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            as_of: string;
            known_at: number;
            /** @enum {string} */
            state: "provisional" | "final";
            simulated: boolean;
            timezone: string;
            currency: string;
            computed_at: string;
            revision: number | null;
        };
        MerchantDetail: {
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            as_of: string;
            known_at: number;
            /** @enum {string} */
            state: "provisional" | "final";
            simulated: boolean;
            timezone: string;
            currency: string;
            computed_at: string;
            revision: number | null;
            merchant: components["schemas"]["MerchantRow"];
            shops: {
                shop_id: string;
                name: string | {
                    en?: string;
                    "zh-CN"?: string;
                };
                channel: string;
            }[];
            categories: {
                category_id: string;
                name: string | {
                    en?: string;
                    "zh-CN"?: string;
                };
                level: number;
                aac: number | null;
                share: number | null;
                /** @enum {string} */
                status: "ok" | "suppressed" | "insufficient" | "immature" | "new_in_window" | "dimension_absent";
            }[];
            trend: {
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                as_of: string;
                value: number | null;
                /** @enum {string} */
                status: "ok" | "suppressed" | "insufficient" | "immature" | "new_in_window" | "dimension_absent";
            }[];
        };
        CohortGrid: {
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            as_of: string;
            known_at: number;
            /** @enum {string} */
            state: "provisional" | "final";
            simulated: boolean;
            timezone: string;
            currency: string;
            computed_at: string;
            revision: number | null;
            metric: string;
            version: number;
            cohorts: {
                cohort: string;
                size: number | null;
                cells: {
                    age: number;
                    value: number | null;
                    people: number | null;
                    /** @enum {string} */
                    status: "ok" | "suppressed" | "insufficient" | "immature" | "new_in_window" | "dimension_absent";
                }[];
            }[];
        };
        PolicyPatch: {
            upsert: {
                /** @default [] */
                scenarios: components["schemas"]["ScenarioConfig"][];
                /** @default [] */
                rules: components["schemas"]["Rule"][];
                /** @default [] */
                experiments: components["schemas"]["Experiment"][];
                synonyms?: string[][];
                placements?: components["schemas"]["Placement"][];
            };
            remove: {
                /** @default [] */
                rules: string[];
                /** @default [] */
                experiments: string[];
                synonyms?: string[];
                placements?: string[];
            };
            holdout?: {
                salt: string;
                rate: number;
            };
        };
        PolicyDifference: {
            /** @enum {string} */
            what: "scenario" | "rule" | "experiment" | "canal" | "holdout" | "synonyms" | "placement";
            id: string;
            /** @enum {string} */
            change: "added" | "removed" | "changed";
            fields: {
                pointer: string;
                before: unknown;
                after: unknown;
            }[];
        };
        PolicyConflict: {
            /** @enum {string} */
            kind: "same_slot" | "slot_beyond" | "quota_infeasible" | "no_effect" | "unknown_scenario" | "matches_nothing" | "matches_everything" | "never_fires";
            rule_ids: string[];
            scenario: string | null;
            detail: string;
        };
        PolicyChange: {
            change_id: number;
            /** @enum {string} */
            kind: "initial" | "regular" | "correction" | "emergency" | "operation" | "rollback";
            reason: string;
            author: string;
            created_at: string;
            effective_at: string;
            /** @enum {string} */
            status: "pending" | "live" | "withdrawn" | "refused";
            version: number | null;
            patch: components["schemas"]["PolicyPatch"];
            differences: components["schemas"]["PolicyDifference"][];
            conflicts: components["schemas"]["PolicyConflict"][];
        };
        PolicyVersion: {
            version: number;
            hash: string;
            /** @enum {string} */
            kind: "initial" | "regular" | "correction" | "emergency" | "operation" | "rollback";
            reason: string;
            author: string;
            announced_at: string;
            effective_at: string;
            equals_version: number | null;
        };
        PolicyVersionView: {
            version: number;
            hash: string;
            /** @enum {string} */
            kind: "initial" | "regular" | "correction" | "emergency" | "operation" | "rollback";
            reason: string;
            author: string;
            announced_at: string;
            effective_at: string;
            equals_version: number | null;
            policy: components["schemas"]["Policy"];
            live: boolean;
            differences: components["schemas"]["PolicyDifference"][];
            conflicts: components["schemas"]["PolicyConflict"][];
        };
        ConditionCheck: {
            valid: boolean;
            fault: {
                code: string;
                detail: string;
                start: number;
                end: number;
            } | null;
            reads: ("offer" | "request" | "both")[];
            offer_count: number | null;
            matching_count: number | null;
            examples: {
                offer_id: string;
                title: {
                    en: string;
                    zh: string;
                };
            }[];
            names: {
                name: string;
                type: string;
            }[];
        };
        DryRun: {
            requests: number;
            changed_slates: number;
            skipped: number;
            slates: {
                decision_id: string;
                /** @enum {string} */
                scenario: "home_feed" | "item_alternatives" | "item_complements" | "cart" | "after_purchase" | "buy_again" | "category_page" | "shop_page" | "live" | "notes" | "message" | "search";
                before: {
                    offer_id: string;
                    title: {
                        en: string;
                        zh: string;
                    };
                    merchant_id: string;
                }[];
                after: {
                    offer_id: string;
                    title: {
                        en: string;
                        zh: string;
                    };
                    merchant_id: string;
                }[];
            }[];
            offers: {
                offer_id: string;
                title: {
                    en: string;
                    zh: string;
                };
                merchant_id: string;
                before_count: number;
                after_count: number;
            }[];
            rules: {
                rule_id: string;
                offer_count: number | null;
                matching_count: number | null;
                fired_count: number;
            }[];
            conflicts: components["schemas"]["PolicyConflict"][];
            differences: components["schemas"]["PolicyDifference"][];
        };
        PublishedParameters: {
            version: number;
            config_hash: string;
            effective_at: string;
            announced_at: string;
            notice_days: number;
            snapshot_hash: string | null;
            method: {
                en: string;
                zh: string;
                decisions: number;
                slots: number;
                measured_at: string;
            };
            groups: {
                /** @enum {string} */
                group: "demand" | "price" | "fit" | "first_purchase" | "relevance" | "rules";
                text: {
                    en: string;
                    zh: string;
                };
                importance_rate: number | null;
            }[];
            terms: {
                term: string;
                /** @enum {string} */
                group: "demand" | "price" | "fit" | "first_purchase" | "relevance" | "rules";
                text: {
                    en: string;
                    zh: string;
                };
                importance_rate: number | null;
            }[];
            gates: {
                gate: string;
                text: {
                    en: string;
                    zh: string;
                };
            }[];
            rules: {
                rule_id: string;
                text: string | {
                    en?: string;
                    "zh-CN"?: string;
                };
                effect: string;
                scenarios: string[];
                from: string | null;
                until: string | null;
            }[];
            scenarios: components["schemas"]["ScenarioConfig"][];
            placements: {
                placement_id: string;
                merchant_id: string;
                scenarios: ("search" | "category_page" | "home_feed")[];
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                from: string;
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                until: string;
                /** @default 1 */
                slots: number;
                merchant: {
                    en: string;
                    zh: string;
                };
            }[];
            placements_text: {
                en: string;
                zh: string;
            };
            open_canal_count: number;
            experiment_count: number;
            holdout_rate: number;
            differences: components["schemas"]["PolicyDifference"][];
            coming: {
                change_id: number;
                announced_at: string;
                effective_at: string;
                differences: components["schemas"]["PolicyDifference"][];
            }[];
            history: {
                version: number;
                hash: string;
                /** @enum {string} */
                kind: "initial" | "regular" | "correction" | "emergency" | "operation" | "rollback";
                reason: string;
                announced_at: string;
                effective_at: string;
                equals_version: number | null;
            }[];
        };
        PriceBoard: {
            currency: string;
            snapshot_hash: string;
            band_from: number[];
            offer_count: number;
            bands: number[];
            unbanded_count: number;
            bases: {
                /** @enum {string} */
                basis: "none" | "item" | "like" | "leaf";
                offer_count: number;
            }[];
            rows: {
                id: string;
                name: {
                    en: string;
                    zh: string;
                };
                offer_count: number;
                bands: number[];
                unbanded_count: number;
                mean_band: number | null;
            }[];
        };
        PricedOffer: {
            offer_id: string;
            title: {
                en: string;
                zh: string;
            };
            merchant_id: string;
            category_id: string | null;
            category: {
                en: string;
                zh: string;
            };
            price_minor: number;
            content: number;
            band: number | null;
            /** @enum {string} */
            basis: "none" | "item" | "like" | "leaf";
            competitor_count: number | null;
            gap_minor: number | null;
            next_price_minor: number | null;
        };
        PricedOfferPage: {
            currency: string;
            data: components["schemas"]["PricedOffer"][];
            next_cursor: string | null;
        };
        SearchResult: {
            slot: number;
            impression_id: string;
            offer_id: string;
            offer_source_id: string;
            item_id: string;
            item_source_id: string;
            merchant_id: string;
            shop_id: string;
            category_id: string;
            title: {
                en: string;
                zh: string;
            };
            price_minor: number;
            list_price_minor: number;
            /** @enum {string} */
            source: "canal" | "next_category" | "co_purchase" | "co_view" | "alternative" | "repeat" | "trending" | "new_item" | "new_merchant" | "popular" | "category" | "shop" | "search" | "rule" | "sponsored";
            sponsored: boolean;
            canal_id: string | null;
            score: number;
            threshold: number | null;
            reason: {
                /** @enum {string} */
                code: "canal" | "next_category" | "bought_together" | "viewed_together" | "alternative" | "buy_again" | "trending" | "new_item" | "new_merchant" | "popular" | "in_category" | "in_shop" | "search" | "pinned" | "sponsored";
                en: string;
                zh: string;
            };
            offer_count: number;
            from_price_minor: number;
            relevance: number;
        };
        SearchAnswer: {
            decision_id: string;
            personalised: boolean;
            /** @description ISO 4217 */
            currency: string;
            query: {
                text: string;
                corrected: string | null;
                dropped: string[];
                unknown: string[];
            };
            total: number;
            results: components["schemas"]["SearchResult"][];
            canal: {
                slot: number;
                impression_id: string;
                offer_id: string;
                offer_source_id: string;
                item_id: string;
                item_source_id: string;
                merchant_id: string;
                shop_id: string;
                category_id: string;
                title: {
                    en: string;
                    zh: string;
                };
                price_minor: number;
                list_price_minor: number;
                /** @enum {string} */
                source: "canal" | "next_category" | "co_purchase" | "co_view" | "alternative" | "repeat" | "trending" | "new_item" | "new_merchant" | "popular" | "category" | "shop" | "search" | "rule" | "sponsored";
                sponsored: boolean;
                canal_id: string | null;
                score: number;
                threshold: number | null;
                reason: {
                    /** @enum {string} */
                    code: "canal" | "next_category" | "bought_together" | "viewed_together" | "alternative" | "buy_again" | "trending" | "new_item" | "new_merchant" | "popular" | "in_category" | "in_shop" | "search" | "pinned" | "sponsored";
                    en: string;
                    zh: string;
                };
            } | null;
            recovery: ("dropped" | "popular") | null;
            facets: {
                name: string;
                values: {
                    value: string;
                    label: {
                        en: string;
                        zh: string;
                    };
                    count: number;
                    chosen: boolean;
                }[];
            }[];
            snapshot_hash: string;
            policy_version: number;
        };
        SuggestionsAnswer: {
            data: {
                /** @enum {string} */
                kind: "query" | "category" | "brand" | "item";
                text: string;
                id: string;
            }[];
        };
        ItemView: {
            item_id: string;
            item_source_id: string;
            title: {
                en: string;
                zh: string;
            };
            brand: {
                brand_id: string;
                name: {
                    en: string;
                    zh: string;
                };
            } | null;
            path: {
                category_id: string;
                name: {
                    en: string;
                    zh: string;
                };
            }[];
            attributes: {
                [key: string]: string;
            };
            /** @description ISO 4217 */
            currency: string;
            offers: {
                offer_id: string;
                offer_source_id: string;
                price_minor: number;
                list_price_minor: number;
                available: boolean;
                shop_id: string;
                shop_source_id: string;
                shop: {
                    en: string;
                    zh: string;
                };
                merchant_id: string;
                merchant: {
                    en: string;
                    zh: string;
                };
                /** @enum {string} */
                tier: "brand" | "standard" | "small";
            }[];
        };
        ShopView: {
            shop_id: string;
            shop_source_id: string;
            name: {
                en: string;
                zh: string;
            };
            merchant_id: string;
            merchant: {
                en: string;
                zh: string;
            };
            /** @enum {string} */
            tier: "brand" | "standard" | "small";
            item_count: number;
        };
        ShopTree: {
            data: {
                category_id: string;
                parent_id: string | null;
                name: {
                    en: string;
                    zh: string;
                };
                is_leaf: boolean;
                item_count: number;
            }[];
        };
        AccountLabels: {
            account_id: string;
            personalised: boolean;
            labels: {
                label: string;
                text: {
                    en: string;
                    zh: string;
                };
                deleted: boolean;
            }[];
        };
        SearchExplanation: {
            query: {
                text: string;
                corrected: string | null;
                words: string[];
                dropped: string[];
                unknown: string[];
            };
            total: number;
            whole: number;
            explanation: components["schemas"]["DecisionExplanation"];
            what_if: components["schemas"]["WhatIfAnswer"] | null;
            absence: components["schemas"]["Absence"] | null;
        };
        OwnSearch: {
            query: {
                text: string;
                corrected: string | null;
                words: string[];
                dropped: string[];
                unknown: string[];
            };
            total: number;
            explanation: components["schemas"]["MerchantExplanation"];
            offer: {
                offer_id: string;
                title: {
                    en: string;
                    zh: string;
                };
                price_minor: number;
                slot: number | null;
                text: {
                    en: string;
                    zh: string;
                };
                words: {
                    word: string;
                    /** @enum {string} */
                    how: "exact" | "synonym" | "spelling" | "pinyin" | "part" | "joined" | "beginning" | "none";
                    terms: string[];
                    fields: ("name" | "brand" | "category" | "attribute" | "shop")[];
                }[];
                changes: {
                    /** @enum {string} */
                    lever: "price_minor" | "refund_rate" | "price_position" | "title";
                    slot: number;
                    title?: {
                        en: string;
                        zh: string;
                    };
                    text: {
                        en: string;
                        zh: string;
                    };
                }[];
            } | null;
        };
        SearchRun: {
            run_id: number;
            at: string;
            author: string;
            policy_version: number;
            snapshot_hash: string;
            query_count: number;
            ndcg: number | null;
        };
        SearchQuality: {
            judged: {
                query: string;
                judgement_count: number;
                ndcg: number | null;
            }[];
            runs: components["schemas"]["SearchRun"][];
            in_vain: {
                query: string;
                asked_count: number;
                found: number;
                dropped: string[];
                unknown: string[];
            }[];
            query_count: number;
            asked_count: number;
            slots: {
                slot: number;
                impression_count: number;
                click_count: number;
            }[];
            from: string;
            until: string;
        };
        SnapshotView: {
            snapshot_id: string;
            hash: string;
            /** @description Highest sequence it has seen */
            known_at: number;
            /** @description First day that is not in it */
            day: string;
            built_at: string;
            built_by: string;
            seconds: number;
            bytes: number;
            counts: {
                [key: string]: number;
            };
            /** @description False once its file was cleared away */
            kept: boolean;
            serving: boolean;
            activated_at: string | null;
        };
        SnapshotList: {
            data: components["schemas"]["SnapshotView"][];
            /** @description The snapshot in use; null while there is none */
            serving: string | null;
            /** @description Why the activated snapshot does not serve, or the last build failed */
            problem: {
                code: string;
                detail: string;
                snapshot_id: string | null;
                at: string;
            } | null;
            building: {
                started_at: string;
                step: string;
            } | null;
        };
        SurveyHeader: {
            survey_id: string;
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            as_of: string;
            known_at: number;
            level: number;
            lookback_days: number;
            horizon_days: number;
            /** @enum {string} */
            control_mode: "every_order" | "monthly_weighted";
            index: {
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                from: string;
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                to: string;
            };
            new_in_window: boolean;
            people_count: number;
            order_count: number;
            pairs_tested: number;
            pairs_shown: number;
            currency: string;
            timezone: string;
            simulated: boolean;
            computed_at: string;
        };
        FlowEdge: {
            from_category_id: string;
            to_category_id: string;
            from_label: string | {
                en?: string;
                "zh-CN"?: string;
            };
            to_label: string | {
                en?: string;
                "zh-CN"?: string;
            };
            entry_count: number;
            observed_count: number;
            expected_count: number;
            lift: number | null;
            lift_low: number | null;
            lift_high: number | null;
            q: number | null;
            excess_count: number | null;
            excess_low: number | null;
            excess_high: number | null;
            rate: number | null;
            median_days: number | null;
            reverse_lift: number | null;
            common_lift: number | null;
            net_flow: number | null;
            source_spend_delta_minor: number | null;
            dropped_rate: number;
            control_people_count: number;
            affinity_lift: number | null;
            /** @enum {string} */
            evidence: "shown" | "no_evidence" | "insufficient";
            reason: string;
        };
        CanalOpportunity: {
            canal_id: string;
            edge: components["schemas"]["FlowEdge"];
            crowd: {
                crowd_id: string;
                label: string | {
                    en?: string;
                    "zh-CN"?: string;
                };
                people_count: number;
            };
            same_position_rate: number | null;
            expected_first_buyers: number;
            expected_low: number;
            expected_high: number;
            value_minor: number;
            /** @enum {string} */
            source_spend_risk: "none" | "watch" | "unknown";
            season_months: number[];
            reason: string | {
                en?: string;
                "zh-CN"?: string;
            };
        };
        CrowdDefinition: {
            crowd_id: string;
            name: string | {
                en?: string;
                "zh-CN"?: string;
            };
            holds_category_id?: string;
            lacks_category_id?: string;
            breadth?: {
                min: number;
                max: number | null;
            };
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            as_of: string;
            lookback_days: number;
            created_at: string;
            created_by: string;
        };
        WhiteSpaceCell: {
            crowd: string;
            crowd_label: string | {
                en?: string;
                "zh-CN"?: string;
            };
            category_id: string;
            people_count: number | null;
            observed_rate: number | null;
            expected_rate: number | null;
            gap_rate: number | null;
            gap_people: number | null;
            /** @enum {string} */
            status: "ok" | "suppressed" | "insufficient";
        };
        Incubation: {
            category_id: string;
            label: string | {
                en?: string;
                "zh-CN"?: string;
            };
            target_aac: number;
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            target_date: string;
            history: {
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                as_of: string;
                aac: number;
            }[];
            forecast: {
                /**
                 * Format: date
                 * @description Business date YYYY-MM-DD in the marketplace’s zone
                 */
                as_of: string;
                p10: number;
                p50: number;
                p90: number;
            }[];
            crossing_date: string | null;
            /** @enum {string} */
            track: "on_track" | "behind" | "ahead" | "reached" | "insufficient";
            reason: string | {
                en?: string;
                "zh-CN"?: string;
            };
        };
        TrendAlert: {
            category_id: string;
            label: string | {
                en?: string;
                "zh-CN"?: string;
            };
            month: string;
            observed_count: number;
            expected_count: number;
            ratio: number;
            z: number;
            q: number;
            alert: boolean;
            /** @enum {string} */
            status: "ok" | "insufficient";
        };
        DefenceItem: {
            /** @enum {string} */
            kind: "buyers" | "merchant";
            id: string;
            label: string | {
                en?: string;
                "zh-CN"?: string;
            };
            people_count: number | null;
            at_risk_rate: number | null;
            baseline_rate: number | null;
            cause: string;
            cause_text: string | {
                en?: string;
                "zh-CN"?: string;
            };
            action_text: string | {
                en?: string;
                "zh-CN"?: string;
            };
            /** @enum {string} */
            status: "ok" | "suppressed" | "insufficient";
        };
        FlowPage: {
            survey: components["schemas"]["SurveyHeader"] | null;
            data: components["schemas"]["FlowEdge"][];
            next_cursor: string | null;
        };
        CanalPage: {
            survey: components["schemas"]["SurveyHeader"] | null;
            data: components["schemas"]["CanalOpportunity"][];
            next_cursor: string | null;
        };
        CanalView: {
            survey: components["schemas"]["SurveyHeader"];
            canal: components["schemas"]["CanalOpportunity"];
        };
        CrowdView: {
            crowd: components["schemas"]["CrowdDefinition"];
            people_count: number | null;
            /** @enum {string} */
            status: "ok" | "suppressed";
            known_at: number;
        };
        WhiteSpace: {
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            as_of: string;
            known_at: number;
            level: number;
            simulated: boolean;
            dimensions: string[];
            data: {
                crowd: string;
                crowd_label: string | {
                    en?: string;
                    "zh-CN"?: string;
                };
                category_id: string;
                people_count: number | null;
                observed_rate: number | null;
                expected_rate: number | null;
                gap_rate: number | null;
                gap_people: number | null;
                /** @enum {string} */
                status: "ok" | "suppressed" | "insufficient";
                dimension: string;
                label: string | {
                    en?: string;
                    "zh-CN"?: string;
                };
            }[];
        };
        Incubations: {
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            as_of: string;
            known_at: number;
            level: number;
            simulated: boolean;
            target_aac: number;
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            target_date: string;
            data: components["schemas"]["Incubation"][];
        };
        Trends: {
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            as_of: string;
            known_at: number;
            level: number;
            simulated: boolean;
            month: string;
            data: components["schemas"]["TrendAlert"][];
        };
        Defence: {
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            as_of: string;
            known_at: number;
            level: number;
            simulated: boolean;
            /**
             * Format: date
             * @description Business date YYYY-MM-DD in the marketplace’s zone
             */
            measured_at: string;
            horizon_days: number;
            buyers: {
                people_count: number;
                expected_to_leave: number | null;
                high_risk_count: number | null;
                baseline_rate: number | null;
                /** @enum {string} */
                status: "ok" | "insufficient";
            };
            causes: {
                /** @enum {string} */
                kind: "buyers" | "merchant";
                driver: string;
                people_count: number;
                people_now: number;
                left_count: number;
                expected_count: number;
                ratio: number | null;
                low: number | null;
                high: number | null;
                q: number | null;
                named: boolean;
                /** @enum {string} */
                status: "ok" | "insufficient";
                text: string | {
                    en?: string;
                    "zh-CN"?: string;
                };
                action: string | {
                    en?: string;
                    "zh-CN"?: string;
                };
            }[];
            data: components["schemas"]["DefenceItem"][];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listSurveys: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["SurveyHeader"][];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    runSurvey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date
                     * @description Business date YYYY-MM-DD in the marketplace’s zone
                     */
                    as_of?: string;
                    known_at?: number;
                    /** @default 0 */
                    level?: number;
                    /** @default 365 */
                    lookback_days?: number;
                    /** @default 90 */
                    horizon_days?: number;
                    /**
                     * @default every_order
                     * @enum {string}
                     */
                    control_mode?: "every_order" | "monthly_weighted";
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveyHeader"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFlows: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                survey_id?: string;
                level?: number;
                from?: string;
                to?: string;
                evidence?: "shown" | "no_evidence" | "insufficient";
                format?: "json" | "csv" | "xlsx";
                lang?: "en" | "zh-CN";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowPage"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCanals: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                survey_id?: string;
                level?: number;
                from?: string;
                to?: string;
                format?: "json" | "csv" | "xlsx";
                lang?: "en" | "zh-CN";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CanalPage"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCanal: {
        parameters: {
            query?: {
                survey_id?: string;
                level?: number;
            };
            header?: never;
            path: {
                canal_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CanalView"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCrowds: {
        parameters: {
            query?: {
                format?: "json" | "csv" | "xlsx";
                lang?: "en" | "zh-CN";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["CrowdDefinition"][];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createCrowd: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string | {
                        en?: string;
                        "zh-CN"?: string;
                    };
                    canal_id?: string;
                    holds_category_id?: string;
                    lacks_category_id?: string;
                    breadth?: {
                        min: number;
                        max: number | null;
                    };
                    /**
                     * Format: date
                     * @description Business date YYYY-MM-DD in the marketplace’s zone
                     */
                    as_of?: string;
                    /** @default 365 */
                    lookback_days?: number;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CrowdView"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCrowd: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                crowd_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CrowdView"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    whiteSpace: {
        parameters: {
            query?: {
                /** @description Business date YYYY-MM-DD in the marketplace’s zone */
                as_of?: string;
                level?: number;
                format?: "json" | "csv" | "xlsx";
                lang?: "en" | "zh-CN";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WhiteSpace"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    incubations: {
        parameters: {
            query?: {
                /** @description Business date YYYY-MM-DD in the marketplace’s zone */
                as_of?: string;
                level?: number;
                format?: "json" | "csv" | "xlsx";
                lang?: "en" | "zh-CN";
                category_id?: string;
                target_aac?: number;
                /** @description Business date YYYY-MM-DD in the marketplace’s zone */
                target_date?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incubations"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    trends: {
        parameters: {
            query?: {
                /** @description Business date YYYY-MM-DD in the marketplace’s zone */
                as_of?: string;
                level?: number;
                format?: "json" | "csv" | "xlsx";
                lang?: "en" | "zh-CN";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Trends"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    defence: {
        parameters: {
            query?: {
                /** @description Business date YYYY-MM-DD in the marketplace’s zone */
                as_of?: string;
                level?: number;
                format?: "json" | "csv" | "xlsx";
                lang?: "en" | "zh-CN";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Defence"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listModels: {
        parameters: {
            query?: {
                limit?: number;
                format?: "json" | "csv" | "xlsx";
                lang?: "en" | "zh-CN";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ModelCard"][];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    trainModel: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @default next_category
                     * @enum {string}
                     */
                    kind?: "next_category";
                    /**
                     * Format: date
                     * @description Business date YYYY-MM-DD in the marketplace’s zone
                     */
                    as_of?: string;
                    /** @default 90 */
                    horizon_days?: number;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelCard"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelCard"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explainModel: {
        parameters: {
            query: {
                account_id: string;
                category_id: string;
            };
            header?: never;
            path: {
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelExplanation"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyVersionView"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPolicies: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["PolicyVersion"][];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPolicyVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyVersionView"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rollbackPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyVersionView"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPolicyChanges: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        notice_days: number;
                        data: components["schemas"]["PolicyChange"][];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    proposePolicyChange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default {} */
                    upsert?: {
                        /** @default [] */
                        scenarios?: components["schemas"]["ScenarioConfigInput"][];
                        /** @default [] */
                        rules?: components["schemas"]["RuleInput"][];
                        /** @default [] */
                        experiments?: components["schemas"]["ExperimentInput"][];
                        synonyms?: string[][];
                        placements?: components["schemas"]["PlacementInput"][];
                    };
                    /** @default {} */
                    remove?: {
                        /** @default [] */
                        rules?: string[];
                        /** @default [] */
                        experiments?: string[];
                        synonyms?: string[];
                        placements?: string[];
                    };
                    holdout?: {
                        salt: string;
                        rate: number;
                    };
                    /**
                     * @default regular
                     * @enum {string}
                     */
                    kind?: "regular" | "correction" | "emergency";
                    /**
                     * @description Needed for corrections and emergencies
                     * @default
                     */
                    reason?: string;
                    /**
                     * Format: date-time
                     * @description ISO 8601 with offset
                     */
                    effective_at?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyChange"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawPolicyChange: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                change_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyChange"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dryRunPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default {} */
                    upsert?: {
                        /** @default [] */
                        scenarios?: components["schemas"]["ScenarioConfigInput"][];
                        /** @default [] */
                        rules?: components["schemas"]["RuleInput"][];
                        /** @default [] */
                        experiments?: components["schemas"]["ExperimentInput"][];
                        synonyms?: string[][];
                        placements?: components["schemas"]["PlacementInput"][];
                    };
                    /** @default {} */
                    remove?: {
                        /** @default [] */
                        rules?: string[];
                        /** @default [] */
                        experiments?: string[];
                        synonyms?: string[];
                        placements?: string[];
                    };
                    holdout?: {
                        salt: string;
                        rate: number;
                    };
                    /** @default 100 */
                    requests?: number;
                    /** @enum {string} */
                    scenario?: "home_feed" | "item_alternatives" | "item_complements" | "cart" | "after_purchase" | "buy_again" | "category_page" | "shop_page" | "live" | "notes" | "message" | "search";
                    account_id?: string;
                    rule_ids?: string[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRun"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkCondition: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    when: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConditionCheck"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOpenCanals: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["OpenCanal"][];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPlacements: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["PlacementView"][];
                        currency: string;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openCanal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                canal_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description []: all
                     * @default []
                     */
                    scenarios?: ("home_feed" | "item_alternatives" | "item_complements" | "cart" | "after_purchase" | "buy_again" | "category_page" | "shop_page" | "live" | "notes" | "message" | "search")[];
                    /** @default 2 */
                    slots?: number;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenCanal"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    closeCanal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                canal_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenCanal"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    slates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default storefront */
                    source?: string;
                    /** @default null */
                    account?: string | null;
                    /** @default  */
                    anonymous_id?: string;
                    /** @default  */
                    session?: string;
                    /** @default true */
                    personalised?: boolean;
                    /** @default  */
                    region?: string;
                    /**
                     * @default en
                     * @enum {string}
                     */
                    locale?: "en" | "zh-CN";
                    scenarios: {
                        /** @description home_feed, item_alternatives, … */
                        scenario: string;
                        k?: number;
                        context?: {
                            /** @default null */
                            item?: string | null;
                            /** @default null */
                            offer?: string | null;
                            /** @default null */
                            category?: string | null;
                            /** @default null */
                            shop?: string | null;
                            /** @default [] */
                            cart?: string[];
                            /** @default [] */
                            order?: string[];
                            /** @default  */
                            query?: string;
                        };
                    }[];
                    /** @default {} */
                    context?: {
                        /** @default null */
                        item?: string | null;
                        /** @default null */
                        offer?: string | null;
                        /** @default null */
                        category?: string | null;
                        /** @default null */
                        shop?: string | null;
                        /** @default [] */
                        cart?: string[];
                        /** @default [] */
                        order?: string[];
                        /** @default  */
                        query?: string;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SlatesAnswer"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    audiences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default storefront */
                    source?: string;
                    /** @default null */
                    category?: string | null;
                    /** @default null */
                    offer?: string | null;
                    /** @default 0.15 */
                    position_distance?: number;
                    /** @default 0.1 */
                    share?: number;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Audience"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setAvailability: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default storefront */
                    source?: string;
                    offers: {
                        offer: string;
                        available: boolean;
                    }[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AvailabilityReceipt"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDecisions: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                scenario?: "home_feed" | "item_alternatives" | "item_complements" | "cart" | "after_purchase" | "buy_again" | "category_page" | "shop_page" | "live" | "notes" | "message" | "search";
                account_id?: string;
                offer_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["DecisionSummary"][];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDecision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                decision_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Decision"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replayDecision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                decision_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayReport"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    search: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default storefront */
                    source?: string;
                    /** @default null */
                    account?: string | null;
                    /** @default  */
                    anonymous_id?: string;
                    /** @default  */
                    session?: string;
                    /** @default true */
                    personalised?: boolean;
                    /** @default  */
                    region?: string;
                    /**
                     * @default en
                     * @enum {string}
                     */
                    locale?: "en" | "zh-CN";
                    /** @default  */
                    query?: string;
                    /** @default {} */
                    filters?: {
                        /** @default null */
                        category?: string | null;
                        /** @default [] */
                        brands?: string[];
                        /** @default null */
                        merchant?: string | null;
                        /** @default null */
                        shop?: string | null;
                        /** @default null */
                        price_from_minor?: number | null;
                        /** @default null */
                        price_to_minor?: number | null;
                        /** @default {} */
                        attributes?: {
                            [key: string]: string[];
                        };
                    };
                    /**
                     * @default best
                     * @enum {string}
                     */
                    sort?: "best" | "price_up" | "price_down" | "newest" | "bought";
                    /** @default 24 */
                    k?: number;
                    /** @default 0 */
                    skip?: number;
                    /** @default true */
                    facets?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchAnswer"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    suggestions: {
        parameters: {
            query: {
                q: string;
                locale?: "en" | "zh-CN";
                limit?: number;
                source?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuggestionsAnswer"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    itemView: {
        parameters: {
            query?: {
                source?: string;
            };
            header?: never;
            path: {
                item_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemView"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    shopView: {
        parameters: {
            query?: {
                source?: string;
            };
            header?: never;
            path: {
                shop_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShopView"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    shopTree: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShopTree"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    accountLabels: {
        parameters: {
            query?: {
                source?: string;
            };
            header?: never;
            path: {
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountLabels"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explainSearch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default storefront */
                    source?: string;
                    query: string;
                    /** @default {} */
                    filters?: {
                        /** @default null */
                        category?: string | null;
                        /** @default [] */
                        brands?: string[];
                        /** @default null */
                        merchant?: string | null;
                        /** @default null */
                        shop?: string | null;
                        /** @default null */
                        price_from_minor?: number | null;
                        /** @default null */
                        price_to_minor?: number | null;
                        /** @default {} */
                        attributes?: {
                            [key: string]: string[];
                        };
                    };
                    /** @default null */
                    account?: string | null;
                    /** @default 10 */
                    k?: number;
                    /** @default null */
                    offer?: string | null;
                    /** @default {} */
                    what_if?: {
                        /** @default [] */
                        changes?: components["schemas"]["WhatIfChangeInput"][];
                        /** @default [] */
                        rules_off?: string[];
                        /** @default [] */
                        offers?: string[];
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchExplanation"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explainOwnSearch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    query: string;
                    merchant_id?: string;
                    /** @default null */
                    offer?: string | null;
                    /** @default 24 */
                    k?: number;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnSearch"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    searchQuality: {
        parameters: {
            query?: {
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchQuality"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    judgeSearch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default storefront */
                    source?: string;
                    judgements: {
                        query: string;
                        item: string;
                        grade: number;
                    }[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        recorded: number;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    measureSearch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchRun"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explainDecision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                decision_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionExplanation"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explainForMerchant: {
        parameters: {
            query?: {
                /** @description For operators: whose view */
                merchant_id?: string;
            };
            header?: never;
            path: {
                decision_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MerchantExplanation"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ownChanges: {
        parameters: {
            query?: {
                /** @description For operators: whose view */
                merchant_id?: string;
            };
            header?: never;
            path: {
                decision_id: string;
                offer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnChanges"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    standing: {
        parameters: {
            query?: {
                /** @description For operators: whose view */
                merchant_id?: string;
                decisions?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Standing"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explainForConsumer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                decision_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsumerReasons"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explainAbsence: {
        parameters: {
            query: {
                offer: string;
            };
            header?: never;
            path: {
                decision_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Absence"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    whatIf: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                decision_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default [] */
                    changes?: components["schemas"]["WhatIfChangeInput"][];
                    /** @default [] */
                    rules_off?: string[];
                    /** @default [] */
                    offers?: string[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WhatIfAnswer"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    parameters: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublishedParameters"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSnapshots: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SnapshotList"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    buildSnapshot: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Serve from it as soon as it is built
                     * @default true
                     */
                    activate?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SnapshotView"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    activateSnapshot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                snapshot_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SnapshotView"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    journey: {
        parameters: {
            query?: {
                /** @description Business date YYYY-MM-DD in the marketplace’s zone */
                from?: string;
                /** @description Business date YYYY-MM-DD in the marketplace’s zone */
                to?: string;
                who?: "signed_in" | "visitor";
                member?: "yes" | "no";
                region?: string;
                buyer?: "known" | "new";
                category_id?: string;
                merchant_id?: string;
                format?: "json" | "csv" | "xlsx";
                lang?: "en" | "zh-CN";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JourneyGraph"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    priceBoard: {
        parameters: {
            query?: {
                by?: "category" | "merchant";
                format?: "json" | "csv" | "xlsx";
                lang?: "en" | "zh-CN";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceBoard"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pricedOffers: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                merchant_id?: string;
                category_id?: string;
                /** @description 0: without a band */
                band?: number;
                format?: "json" | "csv" | "xlsx";
                lang?: "en" | "zh-CN";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PricedOfferPage"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    track: {
        parameters: {
            query?: {
                source?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentMessageInput"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    identify: {
        parameters: {
            query?: {
                source?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentMessageInput"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    page: {
        parameters: {
            query?: {
                source?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentMessageInput"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    batch: {
        parameters: {
            query?: {
                source?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    batch: unknown[];
                    sentAt?: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    catalog: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FactsBodyInput"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    orders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrdersBodyInput"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refunds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FactsBodyInput"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    facts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FactsBodyInput"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRejected: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                status?: "open" | "replayed" | "dismissed";
                code?: string;
                source?: string;
                document?: string;
                format?: "json" | "csv" | "xlsx";
                lang?: "en" | "zh-CN";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["RejectedRow"][];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replayRejected: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                rejected_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    row?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayResult"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dismissRejected: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                rejected_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RejectedRow"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listImports: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                format?: "json" | "csv" | "xlsx";
                lang?: "en" | "zh-CN";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ImportJob"][];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createImport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    kind: "complete-journey" | "olist" | "uci-online-retail" | "generic" | "example";
                    path: string;
                    source?: string;
                    /** @default false */
                    dry_run?: boolean;
                    mapping?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportJob"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportJob"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportJob"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    status: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InstanceStatus"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["MetricDefinition"][];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMetric: {
        parameters: {
            query?: {
                /** @description Business date YYYY-MM-DD in the marketplace’s zone */
                as_of?: string;
                known_at?: number;
                grain?: "platform" | "category" | "merchant" | "shop" | "brand" | "merchant_category";
                level?: number;
                category_id?: string;
                merchant_id?: string;
                lookback_days?: number;
                horizon_days?: number;
                period_days?: number;
                identity_mode?: "account" | "resolved";
                tree?: "as_sold" | "current";
                variant?: "headline" | "conservative" | "public";
                format?: "json" | "csv" | "xlsx";
                lang?: "en" | "zh-CN";
            };
            header?: never;
            path: {
                metric: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricResult"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSeries: {
        parameters: {
            query: {
                known_at?: number;
                grain?: "platform" | "category" | "merchant" | "shop" | "brand" | "merchant_category";
                level?: number;
                category_id?: string;
                merchant_id?: string;
                lookback_days?: number;
                horizon_days?: number;
                period_days?: number;
                identity_mode?: "account" | "resolved";
                tree?: "as_sold" | "current";
                variant?: "headline" | "conservative" | "public";
                format?: "json" | "csv" | "xlsx";
                lang?: "en" | "zh-CN";
                /** @description Business date YYYY-MM-DD in the marketplace’s zone */
                from: string;
                /** @description Business date YYYY-MM-DD in the marketplace’s zone */
                to: string;
                step?: "day" | "week" | "month";
            };
            header?: never;
            path: {
                metric: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricSeries"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    overview: {
        parameters: {
            query?: {
                /** @description Business date YYYY-MM-DD in the marketplace’s zone */
                as_of?: string;
                known_at?: number;
                variant?: "headline" | "conservative" | "public";
                lookback_days?: number;
                category_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCategories: {
        parameters: {
            query?: {
                /** @description Business date YYYY-MM-DD in the marketplace’s zone */
                as_of?: string;
                known_at?: number;
                variant?: "headline" | "conservative" | "public";
                lookback_days?: number;
                limit?: number;
                cursor?: string;
                format?: "json" | "csv" | "xlsx";
                lang?: "en" | "zh-CN";
                level?: number;
                parent_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CategoryPage"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCategory: {
        parameters: {
            query?: {
                /** @description Business date YYYY-MM-DD in the marketplace’s zone */
                as_of?: string;
                known_at?: number;
                variant?: "headline" | "conservative" | "public";
                lookback_days?: number;
            };
            header?: never;
            path: {
                category_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CategoryDetail"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMerchants: {
        parameters: {
            query?: {
                /** @description Business date YYYY-MM-DD in the marketplace’s zone */
                as_of?: string;
                known_at?: number;
                variant?: "headline" | "conservative" | "public";
                lookback_days?: number;
                limit?: number;
                cursor?: string;
                format?: "json" | "csv" | "xlsx";
                lang?: "en" | "zh-CN";
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MerchantPage"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMerchant: {
        parameters: {
            query?: {
                /** @description Business date YYYY-MM-DD in the marketplace’s zone */
                as_of?: string;
                known_at?: number;
                variant?: "headline" | "conservative" | "public";
                lookback_days?: number;
            };
            header?: never;
            path: {
                merchant_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MerchantDetail"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cohorts: {
        parameters: {
            query?: {
                /** @description Business date YYYY-MM-DD in the marketplace’s zone */
                as_of?: string;
                known_at?: number;
                variant?: "headline" | "conservative" | "public";
                lookback_days?: number;
                category_id?: string;
                format?: "json" | "csv" | "xlsx";
                lang?: "en" | "zh-CN";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CohortGrid"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPublications: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                metric?: string;
                format?: "json" | "csv" | "xlsx";
                lang?: "en" | "zh-CN";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Publication"][];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createPublication: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date
                     * @description A month end
                     */
                    as_of: string;
                    metrics?: string[];
                    /** @default false */
                    force?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Publication"][];
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createErasure: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    source: string;
                    account: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureReceipt"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: email */
                    email: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listKeys: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                format?: "json" | "csv" | "xlsx";
                lang?: "en" | "zh-CN";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ApiKey"][];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    scopes: ("events:write" | "facts:write" | "metrics:read" | "imports:write" | "serve" | "admin")[];
                    merchant_id?: string;
                    /** @default false */
                    signed?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedKey"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                format?: "json" | "csv" | "xlsx";
                lang?: "en" | "zh-CN";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["User"][];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: email */
                    email: string;
                    name: string;
                    password: string;
                    /** @enum {string} */
                    role: "operator" | "industry_operator" | "merchant";
                    merchant_id?: string;
                    industries?: string[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingsView"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string | {
                        en?: string;
                        "zh-CN"?: string;
                    };
                    timezone?: string;
                    /** @description ISO 4217 */
                    currency?: string;
                    maturity_days?: number;
                    k_anonymity?: number;
                    materiality_rate?: number;
                    policy_notice_days?: number;
                    scope_channels?: string[];
                    clock_skew_ms?: number;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingsView"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                format?: "json" | "csv" | "xlsx";
                lang?: "en" | "zh-CN";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuditEntry"][];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    doctor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DoctorReport"];
                };
            };
            /** @description Default Response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
