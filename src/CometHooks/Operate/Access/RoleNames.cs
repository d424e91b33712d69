namespace CometHooks.Operate.Access;

/// <summary>The roles' words for attributes, which take constants.</summary>
internal static class RoleNames
{
    public const string Viewer = "viewer";
    public const string Operator = "operator";
    public const string Admin = "admin";
}
