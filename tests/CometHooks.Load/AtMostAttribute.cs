namespace CometHooks.Load;

/// <summary>How many times as long as its baseline a benchmark may take.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AtMostAttribute(double times) : Attribute
{
    public double Times => times;
}
