namespace CometHooks.Store.Sql;

internal static partial class SqlStatements
{
    public const string RekeyableWebhooks = "select id, headers, body, facts, decisions from webhooks where id > @after order by id limit @most";

    public const string RekeyWebhook = "update webhooks set headers = @headers, body = @body, facts = @facts, decisions = @decisions where id = @id";

    public const string RekeyableConversions = "select id, event, body, fields, evidence from conversions where id > @after order by id limit @most";

    public const string RekeyConversion = "update conversions set event = @event, body = @body, fields = @fields, evidence = @evidence where id = @id";

    public const string RekeyableAttempts = "select id, answer, error from attempts where id > @after order by id limit @most";

    public const string RekeyAttempt = "update attempts set answer = @answer, error = @error where id = @id";

    public const string RekeyableIdentities = "select id, identity from identities where id > @after order by id limit @most";

    public const string RekeyIdentity = "update identities set identity = @identity where id = @id";

    public const string RekeyableRing = "select name, xml from key_ring";

    public const string RekeyRing = "update key_ring set xml = @xml where name = @name";

    public const string ListKeyMarks = "select name from marks where name >= 'key:' and name < 'key;'";

    public const string DropMark = "delete from marks where name = @name";
}
