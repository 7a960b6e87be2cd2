-- Health of the five kinds. What waiting may cure is Progressing: a controller that
-- has not looked yet, a reference to what is not there yet. What it cannot is
-- Degraded: the condition Stalled. (Argo CD itself says what is being deleted.)
local health = { status = "Progressing", message = "No controller has seen this version yet" }
local status = obj.status
if status == nil or status.observedGeneration ~= obj.metadata.generation then
  return health
end
for _, condition in ipairs(status.conditions or {}) do
  if condition.type == "Stalled" and condition.status == "True" then
    return { status = "Degraded", message = condition.reason .. ": " .. condition.message }
  end
  if condition.type == "Ready" then
    health.message = condition.reason .. ": " .. condition.message
    if condition.status == "True" then
      health.status = "Healthy"
    end
  end
end
return health
