-- purpose: flows of one survey, by evidence or by category, the widest first
-- grain: one row per ordered pair of categories
-- params: survey_id; from_id, to_id, evidence: '' = any; skip, top rows
SELECT body
FROM flow_edges
WHERE survey_id = {survey_id:String}
    AND ({from_id:String} = '' OR from_category_id = {from_id:String})
    AND ({to_id:String} = '' OR to_category_id = {to_id:String})
    AND ({evidence:String} = '' OR evidence = {evidence:String})
ORDER BY excess_count DESC, from_category_id, to_category_id
LIMIT {skip:UInt64}, {top:UInt64}
