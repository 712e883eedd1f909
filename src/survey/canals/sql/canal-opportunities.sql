-- purpose: opportunities of one survey in order of value
-- grain: one row per canal
-- params: survey_id; canal_id, from_id, to_id: '' = any; skip, top rows
SELECT body
FROM canal_opportunities
WHERE survey_id = {survey_id:String}
    AND ({canal_id:String} = '' OR canal_id = {canal_id:String})
    AND ({from_id:String} = '' OR from_category_id = {from_id:String})
    AND ({to_id:String} = '' OR to_category_id = {to_id:String})
ORDER BY rank
LIMIT {skip:UInt64}, {top:UInt64}
