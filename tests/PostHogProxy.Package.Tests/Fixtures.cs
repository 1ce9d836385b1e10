using PostHogProxy.Package.Tests;

[assembly: AssemblyFixture(typeof(PackedPackage))]
