-- purpose: headers of surveys, the newest first
-- grain: one row per survey
-- params: level of the tree, 0 = leaf, 255 = any; survey_id, '' = any; top rows at most
SELECT body
FROM surveys
WHERE ({level:UInt8} = 255 OR level = {level:UInt8}) AND ({survey_id:String} = '' OR survey_id = {survey_id:String})
ORDER BY computed_at DESC
LIMIT {top:UInt32}
